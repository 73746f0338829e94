package network.wcn.wire.postcard;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;

/**
 * Reads postcard values one after another from a byte string.
 *
 * <p>Varints need not be minimal, but are refused when longer than their type can need or when the
 * last byte overflows it. An announced length is compared with what is left before anything is
 * allocated. What follows the last value is not looked at. Every method throws {@link
 * MalformedMessage} when the bytes are not a value of its type; the reader is of no use afterwards.
 *
 * @see "protocol/wire.md section 4"
 */
public final class PostcardReader {
  private final byte[] source;
  private final int end;
  private int position;

  /** Makes a reader of all of {@code source}. */
  public PostcardReader(Bytes source) {
    this(source.unsafeArray(), 0, source.size());
  }

  private PostcardReader(byte[] source, int from, int to) {
    this.source = source;
    this.position = from;
    this.end = to;
  }

  /** Returns the index of the next byte, counted from the start of the source. */
  public int position() {
    return position;
  }

  /** Returns how many bytes are left. */
  public int remaining() {
    return end - position;
  }

  /** Returns an unsigned byte, 0 to 255. */
  public int u8() {
    require(1);
    return source[position++] & 0xff;
  }

  public boolean bool() {
    return zeroOrOne("bool");
  }

  /** Returns an unsigned 16-bit number, 0 to 65,535. */
  public int u16() {
    return (int) varint(16);
  }

  /** Returns an unsigned 32-bit number. */
  public int u32() {
    return (int) varint(32);
  }

  /** Returns an unsigned 64-bit number. */
  public long u64() {
    return varint(64);
  }

  /** Returns a byte string: its length, then its bytes. */
  public Bytes bytes() {
    return fixed(length());
  }

  /** Returns a reader of the content of a byte string, and passes over it. */
  public PostcardReader within() {
    int size = length();
    PostcardReader content = new PostcardReader(source, position, position + size);
    position += size;
    return content;
  }

  /** Passes over the next {@code sizeBytes} bytes. */
  public void skip(int sizeBytes) {
    require(sizeBytes);
    position += sizeBytes;
  }

  /** Passes over a byte string without copying it. */
  public void skipBytes() {
    skip(length());
  }

  /** Returns the next {@code sizeBytes} bytes. */
  public Bytes fixed(int sizeBytes) {
    require(sizeBytes);
    Bytes taken = Bytes.of(source, position, sizeBytes);
    position += sizeBytes;
    return taken;
  }

  /** Returns a string, whose bytes must be UTF-8. */
  public String string() {
    int length = length();
    int start = position;
    position += length;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(source, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessage(
          "the string of " + length + " bytes at " + start + " is not UTF-8", e);
    }
  }

  /**
   * Returns the index of an enum's variant.
   *
   * @param count how many variants the enum has
   */
  public int variant(int count) {
    int start = position;
    long index = varint(32);
    if (index >= count) {
      throw new MalformedMessage(
          "variant at " + start + " must be in 0.." + (count - 1) + ", got " + index);
    }
    return (int) index;
  }

  /** Returns whether an option holds a value, which then follows. */
  public boolean present() {
    return zeroOrOne("option tag");
  }

  /** Returns an option whose value {@code element} reads. */
  public <T> Optional<T> option(Function<PostcardReader, T> element) {
    return present() ? Optional.of(element.apply(this)) : Optional.empty();
  }

  /** Returns an option of an unsigned 64-bit number. */
  public OptionalLong optionalU64() {
    return present() ? OptionalLong.of(u64()) : OptionalLong.empty();
  }

  /**
   * Returns a vector's element count, refused when so many elements cannot be left.
   *
   * @param leastElementSizeBytes what the smallest element takes, at least 1
   */
  public int count(int leastElementSizeBytes) {
    if (leastElementSizeBytes < 1) {
      throw new IllegalArgumentException(
          "an element takes at least 1 byte, got " + leastElementSizeBytes);
    }
    return announced(leastElementSizeBytes);
  }

  /**
   * Returns a vector whose elements {@code element} reads.
   *
   * @param leastElementSizeBytes what the smallest element takes, at least 1
   */
  public <T> List<T> list(int leastElementSizeBytes, Function<PostcardReader, T> element) {
    int count = count(leastElementSizeBytes);
    List<T> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(element.apply(this));
    }
    return elements;
  }

  private int length() {
    return announced(1);
  }

  private int announced(int leastElementSizeBytes) {
    int start = position;
    long count = varint(64);
    if (Long.compareUnsigned(count, remaining() / leastElementSizeBytes) > 0) {
      throw new MalformedMessage(
          "length "
              + Long.toUnsignedString(count)
              + " at "
              + start
              + " goes beyond the end, "
              + remaining()
              + " bytes are left");
    }
    return (int) count;
  }

  private boolean zeroOrOne(String what) {
    int value = u8();
    if (value > 1) {
      throw new MalformedMessage(what + " at " + (position - 1) + " must be 0 or 1, got " + value);
    }
    return value == 1;
  }

  private long varint(int bits) {
    // Most varints are lengths, options and small numbers: one byte.
    if (position < end && source[position] >= 0) {
      return source[position++];
    }
    return longVarint(bits);
  }

  private long longVarint(int bits) {
    int start = position;
    long value = 0;
    for (int shift = 0; shift < bits; shift += 7) {
      require(1);
      int next = source[position++];
      int digit = next & 0x7f;
      if (shift > bits - 7 && digit >>> (bits - shift) != 0) {
        throw new MalformedMessage("the varint at " + start + " overflows " + bits + " bits");
      }
      value |= (long) digit << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedMessage("the varint at " + start + " is too long for " + bits + " bits");
  }

  private void require(int sizeBytes) {
    if (sizeBytes > end - position) {
      throw new MalformedMessage(
          "expected "
              + sizeBytes
              + " bytes at "
              + position
              + ", but the end comes after "
              + remaining());
    }
  }
}
