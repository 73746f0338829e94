package network.wcn.wire.postcard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import network.wcn.domain.Bytes;

/**
 * Takes postcard values one after another: either counts their bytes or writes them.
 *
 * <p>Varints are written in their shortest form. See {@link Postcard} for how to get the bytes.
 *
 * @see "protocol/wire.md section 4"
 */
public abstract sealed class PostcardSink permits PostcardSizer, PostcardWriter {
  PostcardSink() {}

  abstract void rawByte(int value);

  abstract void rawBytes(byte[] content);

  abstract void varint(long value);

  /**
   * Takes an unsigned byte.
   *
   * @param value 0 to 255
   */
  public final void u8(int value) {
    rawByte((int) checked(value, 0xff));
  }

  public final void bool(boolean value) {
    rawByte(value ? 1 : 0);
  }

  /**
   * Takes an unsigned 16-bit number.
   *
   * @param value 0 to 65,535
   */
  public final void u16(int value) {
    varint(checked(value, 0xffff));
  }

  /** Takes an unsigned 32-bit number. */
  public final void u32(int value) {
    varint(Integer.toUnsignedLong(value));
  }

  /** Takes an unsigned 64-bit number. */
  public final void u64(long value) {
    varint(value);
  }

  /** Takes a byte string: its length, then its bytes. */
  public final void bytes(Bytes content) {
    varint(content.size());
    rawBytes(content.unsafeArray());
  }

  /** Takes bytes whose number both ends know. */
  public final void fixed(Bytes content) {
    rawBytes(content.unsafeArray());
  }

  public final void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    rawBytes(utf8);
  }

  /**
   * Takes the index of an enum's variant, whose payload must follow.
   *
   * @param index 0 or more
   */
  public final void variant(int index) {
    varint(checked(index, Integer.MAX_VALUE));
  }

  /** Takes an option whose value {@code element} gives to the sink. */
  public final <T> void option(Optional<T> value, BiConsumer<PostcardSink, T> element) {
    bool(value.isPresent());
    if (value.isPresent()) {
      element.accept(this, value.get());
    }
  }

  /** Takes an option of an unsigned 64-bit number. */
  public final void optionalU64(OptionalLong value) {
    bool(value.isPresent());
    if (value.isPresent()) {
      u64(value.getAsLong());
    }
  }

  /** Takes a vector whose elements {@code element} gives to the sink. */
  public final <T> void list(List<T> elements, BiConsumer<PostcardSink, T> element) {
    varint(elements.size());
    for (T each : elements) {
      element.accept(this, each);
    }
  }

  private static long checked(int value, int greatest) {
    if (value < 0 || value > greatest) {
      throw new IllegalArgumentException("expected 0 to " + greatest + ", got " + value);
    }
    return value;
  }
}
