package network.wcn.adapter.evm;

import static network.wcn.adapter.evm.AbiValue.WORD_BYTES;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.MalformedMessage;

/**
 * Reads one tuple out of what a contract answered, from its first part to its last.
 *
 * <p>Every method throws {@link MalformedMessage} if the bytes do not hold what it asks for.
 */
final class AbiReader {
  private static final int MOST_ELEMENTS = 256;

  private final Bytes data;
  private final int start;
  private int position;

  private AbiReader(Bytes data, int start) {
    this.data = data;
    this.start = start;
    this.position = start;
  }

  /** Returns a reader of {@code data}, the parts of which begin at its first byte. */
  static AbiReader of(Bytes data) {
    return new AbiReader(data, 0);
  }

  /** Reads a number of at most {@code bits}. */
  BigInteger number(int bits) {
    Bytes word = sliceAt(position, WORD_BYTES);
    position += WORD_BYTES;
    BigInteger number = new BigInteger(1, word.unsafeArray());
    if (number.bitLength() > bits) {
      throw new MalformedMessage("a number has at most " + bits + " bits, got " + number);
    }
    return number;
  }

  /** Reads an unsigned 64-bit number. */
  long u64() {
    return number(64).longValue();
  }

  /** Reads a number of at most 16 bits. */
  int u16() {
    return number(16).intValue();
  }

  /** Reads a number of at most 8 bits. */
  int u8() {
    return number(8).intValue();
  }

  boolean flag() {
    return number(1).signum() != 0;
  }

  OperatorId address() {
    number(8 * OperatorId.SIZE_BYTES);
    return new OperatorId(data.slice(position - OperatorId.SIZE_BYTES, position));
  }

  /** Reads {@code bytes}. */
  Bytes blob() {
    int at = offset();
    int size = sizeAt(at);
    return sliceAt(at + WORD_BYTES, size);
  }

  /** Reads a tuple whose size depends on its content. */
  <T> T tuple(Function<AbiReader, T> decode) {
    return decode.apply(new AbiReader(data, offset()));
  }

  /** Reads an array of tuples whose sizes depend on their content. */
  <T> List<T> array(Function<AbiReader, T> decode) {
    int at = offset();
    int count = sizeAt(at);
    if (count > MOST_ELEMENTS) {
      throw new MalformedMessage("there are at most 256 slots, got " + count);
    }
    AbiReader elements = new AbiReader(data, at + WORD_BYTES);
    List<T> decoded = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      decoded.add(elements.tuple(decode));
    }
    return decoded;
  }

  private int offset() {
    return start + bounded(number(256));
  }

  private int sizeAt(int at) {
    return bounded(new BigInteger(1, sliceAt(at, WORD_BYTES).unsafeArray()));
  }

  private int bounded(BigInteger number) {
    if (number.compareTo(BigInteger.valueOf(data.size())) > 0) {
      throw new MalformedMessage(
          "an offset or size lies within " + data.size() + " bytes, got " + number);
    }
    return number.intValue();
  }

  private Bytes sliceAt(int from, int size) {
    if (from > data.size() || size > data.size() - from) {
      throw new MalformedMessage(
          "expected " + size + " bytes at " + from + ", got " + data.size() + " bytes in all");
    }
    return data.slice(from, from + size);
  }
}
