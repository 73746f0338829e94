package network.wcn.cli.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.wcn.cli.CommandFailed;

/** A file that holds one secret, on a line that may end or not. */
final class SecretFile {
  private SecretFile() {}

  /**
   * @throws CommandFailed if it cannot be read or holds nothing
   */
  static String read(Path file) {
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new CommandFailed(file + " holds no key, it is empty");
      }
      return text;
    } catch (IOException e) {
      throw new CommandFailed("cannot read the key in " + file + ": " + e.getMessage(), e);
    }
  }
}
