package network.wcn.cli.key;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import network.wcn.cli.Output;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.SecretKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn key}: the Ed25519 keys that nodes, databases and clients prove. */
@Command(
    name = "key",
    description = "Keys of nodes, databases and clients.",
    mixinStandardHelpOptions = true)
public final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which one? A command is missing");
  }

  @Command(
      name = "generate",
      description = "Makes a new key and prints it with its peer ID.",
      mixinStandardHelpOptions = true)
  int generate(@Option(names = "--json", description = "Print JSON.") boolean json) {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    new SecureRandom().nextBytes(seed);
    print(json, new SecretKey(Bytes.wrap(seed)));
    return 0;
  }

  @Command(
      name = "validate",
      description = "Reads a secret key and prints it with its peer ID.",
      mixinStandardHelpOptions = true)
  int validate(
      @Option(
              names = {"-s", "--secret-key"},
              required = true,
              description = "Base64 of the 32-byte seed.")
          String secretKey,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    SecretKey key;
    try {
      key = SecretKey.parse(secretKey);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    print(json, key);
    return 0;
  }

  private void print(boolean json, SecretKey key) {
    Map<String, String> object = new LinkedHashMap<>();
    object.put("secret_key", key.secretText());
    object.put("public_key", Base64.getEncoder().encodeToString(key.publicKey().unsafeArray()));
    object.put("peer_id", key.peerId().toString());
    Output.of(spec.commandLine(), json)
        .answer("Secret key: " + key.secretText() + "\nPeer ID: " + key.peerId(), object);
  }
}
