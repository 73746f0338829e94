package network.wcn.adapter.rocksdb;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.PayloadChoice;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What a batch of merges makes of the stored rows, before anything is written.
 *
 * <p>Every key is looked up once, its header only; the payload follows where the merge keeps it.
 * Later merges of a key see what earlier ones of the batch made of it.
 */
final class BatchMerge {
  private final Rows rows;
  private final Map<RowKey, Slot> slots = new HashMap<>();

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

  BatchMerge(Rows rows) {
    this.rows = rows;
  }

  /** Merges {@code incoming} into the row at {@code key} and returns whether that changed it. */
  boolean merge(RowKey key, StoredRecord incoming) {
    Slot slot =
        slots.computeIfAbsent(key, wanted -> new Slot(rows.readHeader(wanted).orElse(null)));
    if (slot.row != null) {
      return slot.put(slot.row.merge(incoming));
    }
    RecordHeader stored = slot.header;
    if (stored == null) {
      return slot.put(incoming);
    }
    if (StoredRecord.leavesUnchanged(stored, incoming.header())) {
      return false;
    }
    if (needsPayload(stored, incoming.header())) {
      // A compaction may have forgotten the row since its header was read: what is there now
      // counts.
      Optional<StoredRecord> row = rows.read(key);
      slot.row = row.orElse(null);
      return slot.put(row.map(now -> now.merge(incoming)).orElse(incoming));
    }
    return slot.put(withoutPayload(stored, incoming));
  }

  private static boolean needsPayload(RecordHeader stored, RecordHeader incoming) {
    return stored.kind() == PayloadKind.VALUE
        && StoredRecord.choosePayload(stored, incoming) != PayloadChoice.INCOMING;
  }

  /** Returns the merge of a row whose payload, if it has one, loses anyway. */
  private static StoredRecord withoutPayload(RecordHeader stored, StoredRecord incoming) {
    return new StoredRecord(stored, Bytes.empty()).merge(incoming);
  }

  /** Returns how many rows must be written. */
  int changedRows() {
    return (int) slots.values().stream().filter(slot -> slot.changed).count();
  }

  /** Puts every changed row into {@code batch}. */
  void writeTo(WriteBatch batch) {
    for (Map.Entry<RowKey, Slot> entry : slots.entrySet()) {
      Slot slot = entry.getValue();
      if (slot.changed && slot.row != null) {
        put(batch, entry.getKey(), slot.row);
      }
    }
  }

  private void put(WriteBatch batch, RowKey key, StoredRecord row) {
    try {
      batch.put(rows.handle(key.family()), key.content(), RowForm.encode(row));
    } catch (RocksDBException e) {
      throw RocksFaults.of("collecting a batch", e);
    }
  }
}
