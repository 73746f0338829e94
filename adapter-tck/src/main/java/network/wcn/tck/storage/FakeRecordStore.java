package network.wcn.tck.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.StoreFigure;
import network.wcn.port.time.WallClock;

/**
 * A storage engine in memory that keeps the whole contract, with switches for trouble.
 *
 * <p>What it stores outlives it on its {@link FakeDisk}. Nothing happens in the background: records
 * are forgotten by {@link #purge} only, so a run is repeatable. Never calls anything random.
 */
public final class FakeRecordStore implements RecordStore {
  /** The longest key and field that this store takes, unless told otherwise. */
  public static final int LONGEST_KEY_BYTES = 1 << 20;

  private final FakeDisk disk;
  private final WallClock clock;
  private final Retention retention;
  private final int longestKeyBytes;
  private final Deque<Failure> failures = new ArrayDeque<>();
  private Optional<List<StoreFigure>> figures = Optional.empty();
  private boolean closed;

  private record Failure(StoreFault.Kind kind, boolean stored) {}

  /** Opens what is on {@code disk}. */
  public FakeRecordStore(FakeDisk disk, WallClock clock) {
    this(disk, clock, Retention.STANDARD, LONGEST_KEY_BYTES);
  }

  /**
   * Opens what is on {@code disk}.
   *
   * @throws StoreFault of kind {@code LOCKED} if another store has it open
   */
  public FakeRecordStore(FakeDisk disk, WallClock clock, Retention retention, int longestKeyBytes) {
    this.disk = disk;
    this.clock = clock;
    this.retention = retention;
    this.longestKeyBytes = longestKeyBytes;
    disk.take(this);
  }

  /** The next call fails and does nothing. Several calls queue up. */
  public synchronized void failNext(StoreFault.Kind kind) {
    failures.add(new Failure(kind, false));
  }

  /** The next {@link #apply} fails although its batch is stored, as after a lost answer. */
  public synchronized void failNextAfterStoring(StoreFault.Kind kind) {
    failures.add(new Failure(kind, true));
  }

  /** The store tells {@code told} about itself from now on. */
  public synchronized void setFigures(List<StoreFigure> told) {
    figures = Optional.of(List.copyOf(told));
  }

  private void begin() {
    if (closed) {
      throw new StoreFault(StoreFault.Kind.CLOSED, "the store was closed");
    }
    Failure failure = failures.peek();
    if (failure != null && !failure.stored()) {
      failures.remove();
      throw new StoreFault(failure.kind(), "told to fail");
    }
  }

  @Override
  public int longestKeyBytes() {
    return longestKeyBytes;
  }

  @Override
  public synchronized Optional<StoredRecord> read(RecordKey key) {
    begin();
    return Optional.ofNullable(disk.get(key)).map(ExportedRecord::record);
  }

  @Override
  public Optional<RecordHeader> readHeader(RecordKey key) {
    return read(key).map(StoredRecord::header);
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    for (ExportedRecord row : fieldsOf(map, after)) {
      Bytes field = ((RecordKey.Field) row.key()).field();
      StoredRecord stored = row.record();
      if (!visitor.visit(field, stored.header(), stored.payload().size(), stored::payload)) {
        return;
      }
    }
  }

  private synchronized List<ExportedRecord> fieldsOf(MapKey map, Optional<Bytes> after) {
    begin();
    StoredPlace from =
        after.map(field -> StoredPlace.of(map.field(field))).orElse(StoredPlace.first(map));
    List<ExportedRecord> rows = new ArrayList<>();
    for (var entry : disk.fields().tailMap(from, after.isEmpty()).entrySet()) {
      if (!entry.getKey().isOf(map)) {
        break;
      }
      rows.add(entry.getValue());
    }
    return rows;
  }

  @Override
  public synchronized List<MergeResult> apply(List<Merge> merges) {
    begin();
    List<MergeResult> results = merges.stream().map(this::merge).toList();
    Failure failure = failures.poll();
    if (failure != null) {
      throw new StoreFault(failure.kind(), "told to fail after storing");
    }
    return results;
  }

  private MergeResult merge(Merge merge) {
    int size = merge.key().sizeBytes();
    if (size > longestKeyBytes) {
      return new MergeResult.Refused(
          "key and field have " + size + " bytes, at most " + longestKeyBytes + " are stored");
    }
    ExportedRecord stored = disk.get(merge.key());
    StoredRecord merged =
        stored == null ? merge.incoming() : stored.record().merge(merge.incoming());
    if (stored != null && merged.equals(stored.record())) {
      return MergeResult.Unchanged.INSTANCE;
    }
    disk.put(new ExportedRecord(merge.key(), merged));
    return MergeResult.Stored.INSTANCE;
  }

  @Override
  public synchronized ExportCursor export(PositionRange range) {
    begin();
    List<ExportedRecord> rows = new ArrayList<>();
    addRange(disk.singles(), range, rows);
    addRange(disk.fields(), range, rows);
    return new FakeExport(this, List.copyOf(rows).iterator());
  }

  private static void addRange(
      NavigableMap<StoredPlace, ExportedRecord> table,
      PositionRange range,
      List<ExportedRecord> rows) {
    StoredPlace from = new StoredPlace(range.first(), Bytes.empty(), Bytes.empty(), Bytes.empty());
    for (var entry : table.tailMap(from, true).entrySet()) {
      if (Long.compareUnsigned(entry.getKey().position(), range.last()) > 0) {
        return;
      }
      rows.add(entry.getValue());
    }
  }

  synchronized void checkOpen() {
    begin();
  }

  @Override
  public synchronized void probe() {
    begin();
  }

  @Override
  public synchronized void checkBackground() {
    begin();
  }

  @Override
  public synchronized void purge() {
    begin();
    long now = clock.unixSeconds();
    purge(disk.singles(), now);
    purge(disk.fields(), now);
  }

  private void purge(NavigableMap<StoredPlace, ExportedRecord> table, long now) {
    var rows = table.entrySet().iterator();
    while (rows.hasNext()) {
      var row = rows.next();
      RecordHeader header = row.getValue().record().header();
      switch (retention.judge(header, now)) {
        case KEEP -> {}
        case DROP_PAYLOAD ->
            row.setValue(
                new ExportedRecord(
                    row.getValue().key(),
                    new StoredRecord(Retention.withoutPayload(header), Bytes.empty())));
        case REMOVE -> rows.remove();
      }
    }
  }

  @Override
  public synchronized List<StoreFigure> figures() {
    begin();
    return figures.orElseGet(() -> List.of(new StoreFigure("wcn_fake_records", disk.size())));
  }

  @Override
  public synchronized void close() {
    closed = true;
    disk.release(this);
  }
}
