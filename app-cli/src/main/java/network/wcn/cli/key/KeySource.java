package network.wcn.cli.key;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import network.wcn.cli.SecretFile;
import network.wcn.domain.identity.SecretKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which secret key is meant: an option's, a file's, or that of the variable that servers read. */
final class KeySource {
  private static final String VARIABLE = "SECRET_KEY";

  private final UnaryOperator<@Nullable String> environment;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-s", "--secret-key"},
      paramLabel = "BASE64",
      description = "The secret key. A file or SECRET_KEY keep it out of the list of processes.")
  private @Nullable String secretKey;

  @Option(
      names = "--secret-key-file",
      paramLabel = "FILE",
      description = "A file that holds it and nothing else; without either, SECRET_KEY.")
  private @Nullable Path file;

  /** Makes options of this process' environment. */
  KeySource() {
    this(System::getenv);
  }

  KeySource(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /** Returns whether an option names a key. */
  boolean isNamed() {
    return secretKey != null || file != null;
  }

  /**
   * Returns the key.
   *
   * @throws ParameterException if none is given, or two, or what is given is none
   */
  SecretKey read() {
    if (secretKey != null && file != null) {
      throw wrong("one key only: --secret-key or --secret-key-file");
    }
    String text = secretKey;
    if (file != null) {
      text = SecretFile.read(file, "secret key");
    } else if (text == null) {
      text = environment.apply(VARIABLE);
    }
    if (text == null || text.isEmpty()) {
      throw wrong("no key: give --secret-key-file, --secret-key or " + VARIABLE);
    }
    try {
      return SecretKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
