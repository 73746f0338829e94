package network.wcn.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string that compares by content.
 *
 * <p>Order is lexicographic over unsigned bytes; a prefix sorts before what it begins. Use this
 * type in records instead of arrays, which compare by identity: a quorum is a count of equal
 * answers.
 */
public final class Bytes implements Comparable<Bytes> {
  private static final Bytes EMPTY = new Bytes(new byte[0]);
  private static final int PRINTED_BYTES = 16;

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** Returns the empty byte string. */
  public static Bytes empty() {
    return EMPTY;
  }

  /** Returns a byte string holding a copy of {@code content}. */
  public static Bytes of(byte... content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** Returns a copy of {@code length} bytes of {@code source} from {@code offset} on. */
  public static Bytes of(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(source, offset, offset + length));
  }

  /** Returns a copy of what remains in {@code source}, whose position does not move. */
  public static Bytes of(ByteBuffer source) {
    byte[] copy = new byte[source.remaining()];
    source.duplicate().get(copy);
    return wrap(copy);
  }

  /**
   * Returns a byte string that is {@code content} itself, without a copy.
   *
   * <p>For codecs and adapters that made the array and hand it over: nobody may write to it
   * afterwards.
   */
  public static Bytes wrap(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  /** Returns the UTF-8 form of {@code text}. */
  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the bytes that {@code hex} spells, two digits of any case each.
   *
   * @throws IllegalArgumentException if {@code hex} is not an even number of hex digits
   */
  public static Bytes fromHex(String hex) {
    return wrap(HexFormat.of().parseHex(hex));
  }

  /** Returns the size in bytes. */
  public int size() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  /** Returns the byte at {@code index}, counted from 0. */
  public byte at(int index) {
    return content[index];
  }

  /** Returns a fresh array with the content. */
  public byte[] toArray() {
    return content.clone();
  }

  /**
   * Returns the array behind this byte string, without a copy.
   *
   * <p>For codecs and adapters that only read: writing to it breaks every holder of this value.
   */
  public byte[] unsafeArray() {
    return content;
  }

  /** Returns the bytes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    if (from < 0 || to > content.length || from > to) {
      throw new IllegalArgumentException(
          "slice " + from + ".." + to + " is outside of " + content.length + " bytes");
    }
    return from == 0 && to == content.length ? this : of(content, from, to - from);
  }

  /** Returns this byte string followed by {@code tail}. */
  public Bytes concat(Bytes tail) {
    if (tail.isEmpty()) {
      return this;
    }
    byte[] joined = Arrays.copyOf(content, content.length + tail.content.length);
    System.arraycopy(tail.content, 0, joined, content.length, tail.content.length);
    return wrap(joined);
  }

  /** Returns whether this byte string begins with {@code prefix}. */
  public boolean startsWith(Bytes prefix) {
    int size = prefix.size();
    return size <= content.length && Arrays.equals(content, 0, size, prefix.content, 0, size);
  }

  /** Returns all bytes as lower-case hex. */
  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  /** Returns the content read as UTF-8, malformed parts replaced. */
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** Returns a prefix in hex and the size: stored values never print whole. */
  @Override
  public String toString() {
    if (content.length <= PRINTED_BYTES) {
      return toHex();
    }
    return HexFormat.of().formatHex(content, 0, PRINTED_BYTES) + "… (" + content.length + " bytes)";
  }
}
