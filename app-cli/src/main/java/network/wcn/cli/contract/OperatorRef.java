package network.wcn.cli.contract;

import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.SlotMask;

/** Which operator is meant: by its account, or by the slot that view prints. */
public sealed interface OperatorRef {
  /** An operator by its account. */
  record Account(OperatorId id) implements OperatorRef {
    @Override
    public String toString() {
      return id.toString();
    }
  }

  /** An operator by its slot, 0 to 255. */
  record Slot(int slot) implements OperatorRef {
    @Override
    public String toString() {
      return "operator[" + slot + "]";
    }
  }

  /**
   * Reads a slot or an address.
   *
   * @throws IllegalArgumentException if {@code text} is neither
   */
  static OperatorRef parse(String text) {
    if (!text.matches("[0-9]{1,3}")) {
      try {
        return new Account(OperatorId.parse(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "an operator is named by its slot, 0 to 255, or by its account, 0x and 40 hex digits,"
                + " got \""
                + text
                + "\"",
            e);
      }
    }
    int slot = Integer.parseInt(text);
    if (slot >= SlotMask.SLOTS) {
      throw new IllegalArgumentException("an operator's slot is 0 to 255, got " + slot);
    }
    return new Slot(slot);
  }
}
