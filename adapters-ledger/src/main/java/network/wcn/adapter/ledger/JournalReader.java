package network.wcn.adapter.ledger;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;

/**
 * Reads a journal from its start and tells a torn end from damage.
 *
 * <p>Torn is what can be left of an append that never returned: a last line without its newline, or
 * a last line with holes of zeros where the file had grown before its content came.
 */
final class JournalReader {
  /** More than any entry needs: a line beyond it is damage, and must not fill the memory. */
  private static final int LONGEST_LINE_BYTES = 4 << 20;

  /**
   * How far a journal is good.
   *
   * @param sizeBytes where the next line goes
   * @param lineCount how many lines come before
   * @param checksum that of the last of them
   */
  record Extent(long sizeBytes, long lineCount, int checksum) {}

  private final Path path;
  private Extent good = new Extent(0, 0, JournalLine.BEGINNING);

  private JournalReader(Path path) {
    this.path = path;
  }

  /**
   * Hands every entry to {@code entries}, which throws {@link MalformedMessage} at one that cannot
   * follow those before it.
   *
   * @throws JournalFault if the journal is damaged
   */
  static Extent read(Path path, FileChannel channel, Consumer<String> entries) throws IOException {
    JournalReader reader = new JournalReader(path);
    // Not closed: that would close the channel.
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(0)), 1 << 16);
    reader.readLines(in, channel.size(), entries);
    return reader.good;
  }

  private void readLines(InputStream in, long sizeBytes, Consumer<String> entries)
      throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.write(next);
        if (line.size() > LONGEST_LINE_BYTES) {
          throw damaged("it is longer than " + LONGEST_LINE_BYTES + " bytes");
        }
        continue;
      }
      Bytes content = Bytes.wrap(line.toByteArray());
      line.reset();
      long end = good.sizeBytes() + content.size() + 1;
      try {
        JournalLine.Read read = JournalLine.read(good.checksum(), content);
        entries.accept(read.entry());
        good = new Extent(end, good.lineCount() + 1, read.checksum());
      } catch (MalformedMessage e) {
        if (end == sizeBytes && hasHole(content)) {
          return;
        }
        throw damaged(String.valueOf(e.getMessage()));
      }
    }
  }

  private static boolean hasHole(Bytes line) {
    for (int i = 0; i < line.size(); i++) {
      if (line.at(i) == 0) {
        return true;
      }
    }
    return false;
  }

  private JournalFault damaged(String why) {
    return new JournalFault(
        "the journal "
            + path
            + " is damaged in line "
            + (good.lineCount() + 1)
            + ", which begins at byte "
            + good.sizeBytes()
            + ": "
            + why
            + ". Restore the file from a copy: going on without this line would undo changes that"
            + " were acknowledged.");
  }
}
