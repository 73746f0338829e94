package network.wcn.cli.key;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import network.wcn.cli.SecretFile;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code wcn key} and {@code wcn operator key}: the Ed25519 keys that nodes, databases and clients
 * prove.
 */
@Command(
    name = "key",
    description = "Keys of nodes, databases and clients.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A key is 32 bytes in base64, as SECRET_KEY of nodes and databases takes it.",
      "An exported key is encrypted PKCS #8 in PEM; openssl pkey reads it, too."
    })
public final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which one? A command is missing");
  }

  @Command(
      name = "generate",
      description = "Makes a new key and prints it with its peer ID, or writes it to a file.",
      mixinStandardHelpOptions = true)
  int generate(
      @Mixin KeyFileOptions target,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Optional<Path> file = target.file();
    return handOver(json, NewKey.random(), target, file);
  }

  @Command(
      name = "validate",
      description = "Reads a secret key and prints it with its peer ID.",
      mixinStandardHelpOptions = true)
  int validate(
      @Mixin KeySource source,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    return printSecret(json, source.read());
  }

  @Command(
      name = "peer-id",
      description = "Prints the peer ID of a secret or a public key, or the public key of an ID.",
      mixinStandardHelpOptions = true)
  int peerId(
      @Mixin KeySource source,
      @Option(
              names = "--public-key",
              paramLabel = "BASE64",
              description = "Instead of a secret key: the 32 bytes of a public one.")
          @Nullable String publicKey,
      @Option(
              names = {"-i", "--peer-id"},
              paramLabel = "ID",
              description = "Instead of a key: a peer ID, whose public key is printed.")
          @Nullable PeerId peerId,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    boolean isPublic = publicKey != null || peerId != null;
    if ((isPublic && source.isNamed()) || (publicKey != null && peerId != null)) {
      throw wrong("one key only: a secret one, --public-key or --peer-id");
    }
    PeerId subject =
        publicKey != null
            ? ofPublicKey(publicKey)
            : peerId != null ? peerId : source.read().peerId();
    Map<String, String> facts = publicFacts(subject);
    Output.of(spec.commandLine(), json)
        .answer(
            "Public key: " + facts.get("public_key") + "\nPeer ID: " + facts.get("peer_id"), facts);
    return ExitStatus.DONE;
  }

  @Command(
      name = "export",
      description = "Writes a secret key to a file, encrypted under a passphrase.",
      mixinStandardHelpOptions = true)
  int export(
      @Mixin KeySource source,
      @Mixin PassphraseSource passphrase,
      @Mixin KeyFileOptions target,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    SecretKey key = source.read();
    Path file = target.file().orElseThrow(() -> wrong("where to? --out FILE is missing"));
    char[] typed = passphrase.chosen();
    target.write(file, EncryptedKey.write(key, typed, new SecureRandom()));
    // A backup that cannot be opened is found out too late.
    if (!open(file, typed).equals(key)) {
      throw new CommandFailed(file + " does not hold what was written; is the disk sound?");
    }
    return answer(json, "Exported to " + file + ", and read it back.", key, file);
  }

  @Command(
      name = "import",
      description = "Takes a secret key out of a file that export wrote.",
      mixinStandardHelpOptions = true)
  int importKey(
      @Option(
              names = "--in",
              paramLabel = "FILE",
              required = true,
              description = "The exported key.")
          Path in,
      @Mixin PassphraseSource passphrase,
      @Mixin KeyFileOptions target,
      @Option(names = "--print", description = "Print the secret key instead of writing it.")
          boolean print,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Optional<Path> file = target.file();
    if (file.isPresent() == print) {
      throw wrong("where to? --out FILE writes the secret key to a file, --print prints it");
    }
    return handOver(json, open(in, passphrase.known()), target, file);
  }

  @Command(
      name = "verify",
      description = "Checks that a passphrase opens an exported key, and whose key that is.",
      mixinStandardHelpOptions = true)
  int verify(
      @Option(
              names = "--in",
              paramLabel = "FILE",
              required = true,
              description = "The exported key.")
          Path in,
      @Mixin PassphraseSource passphrase,
      @Option(
              names = {"-i", "--peer-id"},
              paramLabel = "ID",
              description = "The peer ID whose key it must be.")
          @Nullable PeerId expected,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    SecretKey key = open(in, passphrase.known());
    if (expected != null && !expected.equals(key.peerId())) {
      throw new CommandFailed(in + " holds the key of " + key.peerId() + ", not of " + expected);
    }
    return answer(json, "OK. " + in + " is opened by this passphrase.", key, in);
  }

  private static SecretKey open(Path file, char[] passphrase) {
    try {
      return EncryptedKey.read(SecretFile.read(file, "exported key"), passphrase);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(file + " " + e.getMessage(), e);
    }
  }

  private int handOver(boolean json, SecretKey key, KeyFileOptions target, Optional<Path> file) {
    if (file.isEmpty()) {
      return printSecret(json, key);
    }
    target.write(file.get(), key.secretText() + "\n");
    return answer(json, "The secret key is in " + file.get() + ".", key, file.get());
  }

  private int printSecret(boolean json, SecretKey key) {
    Map<String, String> object = new LinkedHashMap<>();
    object.put("secret_key", key.secretText());
    object.putAll(publicFacts(key.peerId()));
    Output.of(spec.commandLine(), json)
        .answer("Secret key: " + key.secretText() + "\nPeer ID: " + key.peerId(), object);
    return ExitStatus.DONE;
  }

  private int answer(boolean json, String sentence, SecretKey key, Path file) {
    Map<String, String> object = new LinkedHashMap<>(publicFacts(key.peerId()));
    object.put("file", file.toString());
    Output.of(spec.commandLine(), json).answer(sentence + "\nPeer ID: " + key.peerId(), object);
    return ExitStatus.DONE;
  }

  private static Map<String, String> publicFacts(PeerId peerId) {
    Bytes key =
        peerId
            .publicKey()
            .orElseThrow(
                () -> new CommandFailed(peerId + " names another key than an Ed25519 public key"));
    Map<String, String> object = new LinkedHashMap<>();
    object.put("public_key", Base64.getEncoder().encodeToString(key.unsafeArray()));
    object.put("peer_id", peerId.toString());
    return object;
  }

  private PeerId ofPublicKey(String text) {
    try {
      return PeerId.ofEd25519(Bytes.wrap(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      throw wrong("a public key is 32 bytes in base64: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
