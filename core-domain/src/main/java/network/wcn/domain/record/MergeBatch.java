package network.wcn.domain.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import network.wcn.domain.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of merges makes of stored records, before anything is written.
 *
 * <p>Every key is looked up once, its header only; the payload follows where the merge keeps it.
 * Later merges of a key see what earlier ones of the batch made of it.
 *
 * @param <K> the engine's own form of a key, with equality by content
 */
public final class MergeBatch<K> {
  /** What is stored now. */
  public interface Stored<K> {
    /** Returns the header under {@code key}, if anything is remembered. */
    Optional<RecordHeader> readHeader(K key);

    /** Returns the record under {@code key}, if anything is remembered. */
    Optional<StoredRecord> read(K key);
  }

  private final Stored<K> stored;
  private final Map<K, Slot> slots = new LinkedHashMap<>();

  /** A key of the batch: what it holds, and whether that must be written. */
  private static final class Slot {
    private @Nullable RecordHeader header;
    private @Nullable StoredRecord row;
    private boolean changed;

    private Slot(@Nullable RecordHeader header) {
      this.header = header;
    }

    private boolean put(StoredRecord merged) {
      boolean differs = !merged.equals(row);
      changed |= differs;
      row = merged;
      header = merged.header();
      return differs;
    }
  }

  /** Begins a batch on what is stored. */
  public MergeBatch(Stored<K> stored) {
    this.stored = stored;
  }

  /** Merges {@code incoming} into the record at {@code key}; returns whether that changed it. */
  public boolean merge(K key, StoredRecord incoming) {
    Slot slot =
        slots.computeIfAbsent(key, wanted -> new Slot(stored.readHeader(wanted).orElse(null)));
    if (slot.row != null) {
      return slot.put(slot.row.merge(incoming));
    }
    RecordHeader header = slot.header;
    if (header == null) {
      return slot.put(incoming);
    }
    if (StoredRecord.leavesUnchanged(header, incoming.header())) {
      return false;
    }
    if (needsPayload(header, incoming.header())) {
      // The record may have been forgotten since its header was read: what is there now counts.
      Optional<StoredRecord> row = stored.read(key);
      slot.row = row.orElse(null);
      return slot.put(row.map(now -> now.merge(incoming)).orElse(incoming));
    }
    return slot.put(new StoredRecord(header, Bytes.empty()).merge(incoming));
  }

  /** Otherwise the stored record has no payload, or one that loses anyway. */
  private static boolean needsPayload(RecordHeader stored, RecordHeader incoming) {
    return stored.kind() == PayloadKind.VALUE
        && StoredRecord.choosePayload(stored, incoming) != PayloadChoice.INCOMING;
  }

  /** Returns how many records must be written. */
  public int changes() {
    return (int) slots.values().stream().filter(slot -> slot.changed).count();
  }

  /** Shows every record that must be written, in the order in which their keys came first. */
  public void forEachChange(BiConsumer<K, StoredRecord> writer) {
    slots.forEach((key, slot) -> {
      if (slot.changed && slot.row != null) {
        writer.accept(key, slot.row);
      }
    });
  }
}
