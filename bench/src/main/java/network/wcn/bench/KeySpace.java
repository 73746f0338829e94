package network.wcn.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import network.wcn.domain.Bytes;

/**
 * The keys of one run: of 32 bytes, and no other run's.
 *
 * @param run drawn for every run
 */
record KeySpace(long run) {
  private static final int KEY_SIZE_BYTES = 32;

  Bytes single(int index) {
    return key('k', index);
  }

  Bytes map(int index) {
    return key('m', index);
  }

  private Bytes key(char tag, int index) {
    ByteBuffer key = ByteBuffer.allocate(KEY_SIZE_BYTES);
    String text = String.format(Locale.ROOT, "%016x-%c-%08d", run, tag, index);
    key.put(text.getBytes(StandardCharsets.US_ASCII));
    return Bytes.wrap(key.array());
  }

  static Bytes field(int index) {
    return Bytes.utf8(String.format(Locale.ROOT, "field-%08d", index));
  }
}
