package network.wcn.adapter.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/**
 * A value on its way into the calldata of a contract.
 *
 * <p>Values of fixed size stand in place; others leave an offset in their place and stand behind.
 *
 * @see "Solidity documentation, Contract ABI Specification"
 */
sealed interface AbiValue {
  /** Size of a word in bytes. */
  int WORD_BYTES = 32;

  /** Returns the words and bytes of this value alone. */
  Bytes encode();

  /** Returns whether the size depends on the content. */
  boolean isDynamic();

  /** An unsigned number, a boolean or an address: one word. */
  record Word(BigInteger number) implements AbiValue {
    public Word {
      if (number.signum() < 0 || number.bitLength() > 8 * WORD_BYTES) {
        throw new IllegalArgumentException("a word has 256 bits, got " + number);
      }
    }

    @Override
    public Bytes encode() {
      byte[] minimal = number.toByteArray();
      byte[] word = new byte[WORD_BYTES];
      int size = Math.min(minimal.length, WORD_BYTES);
      System.arraycopy(minimal, minimal.length - size, word, WORD_BYTES - size, size);
      return Bytes.wrap(word);
    }

    @Override
    public boolean isDynamic() {
      return false;
    }
  }

  /** {@code bytes}: the size, then the content, filled up to whole words. */
  record Blob(Bytes content) implements AbiValue {
    @Override
    public Bytes encode() {
      int padding = Math.floorMod(-content.size(), WORD_BYTES);
      return number(content.size()).encode().concat(content).concat(Bytes.wrap(new byte[padding]));
    }

    @Override
    public boolean isDynamic() {
      return true;
    }
  }

  /** A struct, or the arguments of a call. */
  record Tuple(List<AbiValue> parts) implements AbiValue {
    public Tuple {
      parts = List.copyOf(parts);
    }

    @Override
    public Bytes encode() {
      List<Bytes> tails = new ArrayList<>();
      List<Bytes> heads = new ArrayList<>();
      int offset =
          parts.stream().mapToInt(p -> p.isDynamic() ? WORD_BYTES : p.encode().size()).sum();
      for (AbiValue part : parts) {
        Bytes encoded = part.encode();
        if (part.isDynamic()) {
          heads.add(number(offset).encode());
          tails.add(encoded);
          offset += encoded.size();
        } else {
          heads.add(encoded);
        }
      }
      heads.addAll(tails);
      return join(heads);
    }

    @Override
    public boolean isDynamic() {
      return parts.stream().anyMatch(AbiValue::isDynamic);
    }
  }

  /** An array of any length. */
  record Array(List<AbiValue> elements) implements AbiValue {
    public Array {
      elements = List.copyOf(elements);
    }

    @Override
    public Bytes encode() {
      return number(elements.size()).encode().concat(new Tuple(elements).encode());
    }

    @Override
    public boolean isDynamic() {
      return true;
    }
  }

  static AbiValue number(long number) {
    return new Word(BigInteger.valueOf(number));
  }

  /** Returns an unsigned 64-bit number. */
  static AbiValue unsigned(long number) {
    return new Word(new BigInteger(Long.toUnsignedString(number)));
  }

  static AbiValue flag(boolean value) {
    return number(value ? 1 : 0);
  }

  static AbiValue address(OperatorId id) {
    return new Word(new BigInteger(1, id.address().unsafeArray()));
  }

  static AbiValue tuple(AbiValue... parts) {
    return new Tuple(List.of(parts));
  }

  private static Bytes join(List<Bytes> parts) {
    byte[] joined = new byte[parts.stream().mapToInt(Bytes::size).sum()];
    int at = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.unsafeArray(), 0, joined, at, part.size());
      at += part.size();
    }
    return Bytes.wrap(joined);
  }
}
