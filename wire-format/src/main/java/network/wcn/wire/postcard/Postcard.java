package network.wcn.wire.postcard;

import java.util.function.Consumer;
import network.wcn.domain.Bytes;

/**
 * Turns values into postcard bytes.
 *
 * <p>The values are given twice, once to count and once to write: the array is made once, in the
 * right size, and never copied.
 */
public final class Postcard {
  private Postcard() {}

  /**
   * Returns the bytes of what {@code values} gives to its sink.
   *
   * @param values called twice, must give the same both times
   * @throws IllegalArgumentException if the values take 2 GiB or more
   */
  public static Bytes encode(Consumer<PostcardSink> values) {
    long sizeBytes = sizeBytes(values);
    if (sizeBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("expected less than 2 GiB, got " + sizeBytes + " bytes");
    }
    PostcardWriter writer = new PostcardWriter((int) sizeBytes);
    values.accept(writer);
    return writer.written();
  }

  /** Returns how many bytes {@link #encode} would return. */
  public static long sizeBytes(Consumer<PostcardSink> values) {
    PostcardSizer sizer = new PostcardSizer();
    values.accept(sizer);
    return sizer.sizeBytes();
  }
}
