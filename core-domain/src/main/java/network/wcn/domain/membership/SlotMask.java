package network.wcn.domain.membership;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A set of operator slots, as the contract's 256-bit masks hold it: bit i is slot i.
 *
 * @param bits unsigned, at most 256 bits
 * @throws IllegalArgumentException if {@code bits} is negative or longer
 */
public record SlotMask(BigInteger bits) {
  /** How many slots there are. */
  public static final int SLOTS = 256;

  public static final SlotMask EMPTY = new SlotMask(BigInteger.ZERO);

  public SlotMask {
    if (bits.signum() < 0 || bits.bitLength() > SLOTS) {
      throw new IllegalArgumentException("a mask has 256 bits, got " + bits);
    }
  }

  /** Returns the mask of these slot indexes, each 0 to 255. */
  public static SlotMask of(Collection<Integer> slots) {
    BigInteger bits = BigInteger.ZERO;
    for (int slot : slots) {
      bits = bits.setBit(slot);
    }
    return new SlotMask(bits);
  }

  public boolean contains(int slot) {
    return bits.testBit(slot);
  }

  public SlotMask with(int slot) {
    return new SlotMask(bits.setBit(slot));
  }

  public SlotMask without(int slot) {
    return new SlotMask(bits.clearBit(slot));
  }

  public boolean isEmpty() {
    return bits.signum() == 0;
  }

  /** Returns how many slots are in the set. */
  public int count() {
    return bits.bitCount();
  }

  public boolean isSubsetOf(SlotMask other) {
    return bits.andNot(other.bits).signum() == 0;
  }

  /** Returns the slot indexes in ascending order. */
  public List<Integer> slots() {
    List<Integer> slots = new ArrayList<>();
    for (int slot = bits.getLowestSetBit(); slot >= 0 && slot < SLOTS; slot++) {
      if (bits.testBit(slot)) {
        slots.add(slot);
      }
    }
    return List.copyOf(slots);
  }
}
