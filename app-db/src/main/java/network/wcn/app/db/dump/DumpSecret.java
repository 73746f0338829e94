package network.wcn.app.db.dump;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.wcn.domain.Bytes;
import network.wcn.domain.ops.DumpProblem;

/**
 * The passphrase that dumps are encrypted with. Never prints.
 *
 * @param passphrase the whole content of the secret's file without the end of its last line
 */
public record DumpSecret(Bytes passphrase) {
  /**
   * Reads a secret's file.
   *
   * @throws DumpFault if it cannot be read or says nothing
   */
  public static DumpSecret read(Path file) {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DumpFault(
          DumpProblem.ENCRYPTION_SECRET_MISSING,
          "the encryption secret cannot be read: " + file,
          e);
    }
    int size = content.length;
    if (size > 0 && content[size - 1] == '\n') {
      size--;
    }
    if (size > 0 && content[size - 1] == '\r') {
      size--;
    }
    if (size == 0) {
      throw new DumpFault(
          DumpProblem.ENCRYPTION_SECRET_EMPTY, "the encryption secret is empty: " + file);
    }
    return new DumpSecret(Bytes.of(content, 0, size));
  }

  @Override
  public String toString() {
    return "<redacted>";
  }
}
