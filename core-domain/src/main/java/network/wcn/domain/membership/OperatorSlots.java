package network.wcn.domain.membership;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/**
 * The contract's table of operators: 256 slots, the mask of those in use, and an index from address
 * to slot that answers 0 for strangers.
 *
 * <p>That last habit makes the zero address an operator while slot 0 is empty, and an address that
 * was listed twice at the start an operator of slot 0 after its other slot was freed.
 *
 * @see "protocol/contract.md, surprises 4 and 7"
 */
final class OperatorSlots {
  private static final OperatorEntry NOBODY = new OperatorEntry(OperatorId.ZERO, Bytes.empty());

  private final List<OperatorEntry> entries;
  private final Map<OperatorId, Integer> indexes;
  private final SlotMask occupied;

  private OperatorSlots(
      List<OperatorEntry> entries, Map<OperatorId, Integer> indexes, SlotMask occupied) {
    this.entries = List.copyOf(entries);
    this.indexes = Map.copyOf(indexes);
    this.occupied = occupied;
  }

  /** Returns a table with {@code operators}, at most 256, from slot 0 on; nothing is checked. */
  static OperatorSlots of(List<OperatorEntry> operators) {
    OperatorSlots slots =
        new OperatorSlots(Collections.nCopies(SlotMask.SLOTS, NOBODY), Map.of(), SlotMask.EMPTY);
    for (int slot = 0; slot < operators.size(); slot++) {
      slots = slots.put(slot, operators.get(slot));
    }
    return slots;
  }

  /** Returns the table that {@link #view()} shows as {@code slots}. */
  static OperatorSlots ofView(List<Optional<OperatorEntry>> slots) {
    OperatorSlots table = of(List.of());
    for (int slot = 0; slot < slots.size(); slot++) {
      Optional<OperatorEntry> entry = slots.get(slot);
      if (entry.isPresent()) {
        table = table.put(slot, entry.get());
      }
    }
    return table;
  }

  /** Returns the mask of the slots in use. */
  SlotMask occupied() {
    return occupied;
  }

  int count() {
    return occupied.count();
  }

  boolean isFull() {
    return count() == SlotMask.SLOTS;
  }

  /** Returns the slot that the index names for {@code id}, 0 for strangers. */
  int slotOf(OperatorId id) {
    return indexes.getOrDefault(id, 0);
  }

  /** Returns whether the slot that the index names for {@code id} holds it. */
  boolean isOperator(OperatorId id) {
    return at(slotOf(id)).id().equals(id);
  }

  /** Returns what slot {@code slot} (0 to 255) stores, whether in use or not. */
  OperatorEntry at(int slot) {
    return entries.get(slot);
  }

  /** Returns the slots as the view shows them: up to the highest in use, and never none. */
  List<Optional<OperatorEntry>> view() {
    int length = Math.max(1, occupied.bits().bitLength());
    List<Optional<OperatorEntry>> view = new ArrayList<>(length);
    for (int slot = 0; slot < length; slot++) {
      view.add(occupied.contains(slot) ? Optional.of(at(slot)) : Optional.empty());
    }
    return List.copyOf(view);
  }

  /** Returns the lowest slot not in use; 256 if there is none. */
  int lowestFree() {
    return occupied.bits().not().getLowestSetBit();
  }

  /** Returns the table with {@code entry} in {@code slot}. */
  OperatorSlots put(int slot, OperatorEntry entry) {
    Map<OperatorId, Integer> newIndexes = new HashMap<>(indexes);
    newIndexes.put(entry.id(), slot);
    return new OperatorSlots(replaced(slot, entry), newIndexes, occupied.with(slot));
  }

  /** Returns the table with other data in {@code slot}, which stays as used or unused as it was. */
  OperatorSlots withData(int slot, Bytes data) {
    OperatorEntry entry = new OperatorEntry(at(slot).id(), data);
    return new OperatorSlots(replaced(slot, entry), indexes, occupied);
  }

  /** Returns the table without {@code id}, which must be an operator. */
  OperatorSlots without(OperatorId id) {
    int slot = slotOf(id);
    Map<OperatorId, Integer> newIndexes = new HashMap<>(indexes);
    newIndexes.remove(id);
    return new OperatorSlots(replaced(slot, NOBODY), newIndexes, occupied.without(slot));
  }

  private List<OperatorEntry> replaced(int slot, OperatorEntry entry) {
    List<OperatorEntry> copy = new ArrayList<>(entries);
    copy.set(slot, entry);
    return copy;
  }
}
