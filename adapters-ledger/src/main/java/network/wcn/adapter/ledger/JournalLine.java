package network.wcn.adapter.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;

/**
 * The form of one line of the journal: {@code {"crc32c":"1a2b3c4d","entry":…}} and a newline.
 *
 * <p>The checksum covers the line before it (its checksum) and the entry, so that a line that is
 * lost, doubled or moved is noticed like one that changed.
 */
final class JournalLine {
  /** Stands for the checksum before the first line. */
  static final int BEGINNING = 0;

  private static final String HEAD = "{\"crc32c\":\"";
  private static final String MIDDLE = "\",\"entry\":";
  private static final String TAIL = "}";
  private static final int CHECKSUM_DIGITS = 8;
  private static final int ENTRY_OFFSET = HEAD.length() + CHECKSUM_DIGITS + MIDDLE.length();

  private JournalLine() {}

  /** An entry and the checksum of its line. */
  record Read(String entry, int checksum) {}

  static int checksum(int previous, String entry) {
    CRC32C crc = new CRC32C();
    crc.update(HexFormat.of().toHexDigits(previous).getBytes(StandardCharsets.US_ASCII));
    crc.update(entry.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  /** Returns the line, newline included, of an entry that has no line break itself. */
  static Bytes write(int checksum, String entry) {
    return Bytes.utf8(HEAD + HexFormat.of().toHexDigits(checksum) + MIDDLE + entry + TAIL + "\n");
  }

  /**
   * Reads a line without its newline.
   *
   * @throws MalformedMessage if it is no line that follows one with checksum {@code previous}
   */
  static Read read(int previous, Bytes line) {
    String text = line.toUtf8();
    boolean isFramed =
        text.length() > ENTRY_OFFSET
            && text.startsWith(HEAD)
            && text.startsWith(MIDDLE, HEAD.length() + CHECKSUM_DIGITS)
            && text.endsWith(TAIL);
    if (!isFramed) {
      throw new MalformedMessage("it does not begin with " + HEAD + " and end with " + TAIL);
    }
    String entry = text.substring(ENTRY_OFFSET, text.length() - TAIL.length());
    int computed = checksum(previous, entry);
    if (!Bytes.utf8(text).equals(line) || !text.startsWith(hex(computed), HEAD.length())) {
      throw new MalformedMessage(
          "its checksum is "
              + text.substring(HEAD.length(), HEAD.length() + CHECKSUM_DIGITS)
              + ", its content has "
              + hex(computed));
    }
    return new Read(entry, computed);
  }

  private static String hex(int checksum) {
    return HexFormat.of().toHexDigits(checksum);
  }
}
