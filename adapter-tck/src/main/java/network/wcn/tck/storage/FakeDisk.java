package network.wcn.tck.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.StoreFault;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a {@link FakeRecordStore}: its records, and how the disk behaves.
 *
 * <p>The disk keeps what is synced. {@link #lie} makes it a disk that only pretends to; what was
 * written since then is gone after a {@link #crash}. Safe for use by many threads.
 */
public final class FakeDisk {
  private final NavigableMap<StoredPlace, ExportedRecord> singles = new TreeMap<>();
  private final NavigableMap<StoredPlace, ExportedRecord> fields = new TreeMap<>();
  private final List<Undo> unsynced = new ArrayList<>();
  private boolean lying;
  private @Nullable FakeRecordStore holder;

  /** What a place held before an unsynced write. */
  private record Undo(RecordKey key, Optional<ExportedRecord> before) {}

  /** From now on nothing written is safe from a crash, until {@link #sync}. */
  public synchronized void lie() {
    lying = true;
  }

  /** Everything written is safe, and the disk is honest from now on. */
  public synchronized void sync() {
    lying = false;
    unsynced.clear();
  }

  /**
   * The machine stops: the store that was open is closed, and what was not synced is lost. The disk
   * may be opened anew.
   */
  public void crash() {
    FakeRecordStore open = holder();
    if (open != null) {
      open.close();
    }
    undo();
  }

  private synchronized @Nullable FakeRecordStore holder() {
    return holder;
  }

  private synchronized void undo() {
    for (Undo undo : unsynced.reversed()) {
      restore(undo);
    }
    unsynced.clear();
  }

  private void restore(Undo undo) {
    StoredPlace place = StoredPlace.of(undo.key());
    NavigableMap<StoredPlace, ExportedRecord> table = table(undo.key());
    undo.before().ifPresentOrElse(row -> table.put(place, row), () -> table.remove(place));
  }

  /** Returns how many records are kept, dead ones included. */
  public synchronized int size() {
    return singles.size() + fields.size();
  }

  synchronized void take(FakeRecordStore store) {
    if (holder != null) {
      throw new StoreFault(StoreFault.Kind.LOCKED, "the disk is in use by another store");
    }
    holder = store;
  }

  synchronized void release(FakeRecordStore store) {
    if (holder == store) {
      holder = null;
    }
  }

  NavigableMap<StoredPlace, ExportedRecord> singles() {
    return singles;
  }

  NavigableMap<StoredPlace, ExportedRecord> fields() {
    return fields;
  }

  private NavigableMap<StoredPlace, ExportedRecord> table(RecordKey key) {
    return switch (key) {
      case RecordKey.Single _ -> singles;
      case RecordKey.Field _ -> fields;
    };
  }

  synchronized @Nullable ExportedRecord get(RecordKey key) {
    return table(key).get(StoredPlace.of(key));
  }

  synchronized void put(ExportedRecord row) {
    ExportedRecord before = table(row.key()).put(StoredPlace.of(row.key()), row);
    if (lying) {
      unsynced.add(new Undo(row.key(), Optional.ofNullable(before)));
    }
  }
}
