package network.wcn.cli.key;

import java.io.Console;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.SecretFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a passphrase comes from: a file, or whoever sits at the terminal; never an argument. */
final class PassphraseSource {
  private static final int LEAST_CHARACTERS = 8;

  private final Terminal terminal;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "A file that holds the passphrase; without it, the terminal is asked.")
  private @Nullable Path file;

  /** Asks somebody for a secret; empty if nobody is there. */
  @FunctionalInterface
  interface Terminal {
    Optional<char[]> ask(String prompt);
  }

  /** Makes options that ask at this process' terminal. */
  PassphraseSource() {
    this(prompt ->
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .flatMap(console -> Optional.ofNullable(console.readPassword("%s", prompt))));
  }

  PassphraseSource(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Returns the passphrase that opens what is encrypted already. */
  char[] known() {
    return file != null ? read(file) : ask("Passphrase: ");
  }

  /**
   * Returns the passphrase under which something is encrypted.
   *
   * @throws CommandFailed if it is short, or was not typed twice alike
   */
  char[] chosen() {
    char[] passphrase = known();
    if (passphrase.length < LEAST_CHARACTERS) {
      throw new CommandFailed(
          "a passphrase has at least "
              + LEAST_CHARACTERS
              + " characters, got "
              + passphrase.length);
    }
    if (file == null && !Arrays.equals(passphrase, ask("The same passphrase again: "))) {
      throw new CommandFailed("the passphrases differ; nothing was written");
    }
    return passphrase;
  }

  private static char[] read(Path file) {
    return SecretFile.read(file, "passphrase").toCharArray();
  }

  private char[] ask(String prompt) {
    return terminal
        .ask(prompt)
        .orElseThrow(() ->
            new CommandFailed(
                "no terminal to ask for the passphrase: give a file by --passphrase-file"));
  }
}
