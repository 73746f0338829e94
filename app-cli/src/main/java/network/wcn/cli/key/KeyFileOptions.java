package network.wcn.cli.key;

import java.nio.file.Path;
import java.util.Optional;
import network.wcn.cli.SecretFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The file that a key is written to. */
final class KeyFileOptions {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write, readable by its owner only.")
  private @Nullable Path file;

  @Option(names = "--force", description = "Replace the file if there is one.")
  private boolean mayReplace;

  /** Returns the file, if one is named; throws if it must not be written. */
  Optional<Path> file() {
    Optional<Path> named = Optional.ofNullable(file);
    named.ifPresent(path -> SecretFile.requireWritable(path, mayReplace));
    return named;
  }

  /** Writes {@code text} to {@code named}, which {@link #file()} returned. */
  void write(Path named, String text) {
    SecretFile.write(named, text, mayReplace);
  }
}
