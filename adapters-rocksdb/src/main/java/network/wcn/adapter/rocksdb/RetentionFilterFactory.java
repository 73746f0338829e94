package network.wcn.adapter.rocksdb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.Retention;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.engine.RetentionClock;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowTable;
import org.rocksdb.AbstractCompactionFilter;
import org.rocksdb.AbstractCompactionFilterFactory;

/**
 * Lets compactions of one column table forget what {@link Retention} lets go.
 *
 * <p>Each compaction gets a filter with a piece of native memory of its own, which holds the second
 * it judges by, what it counted, and room for a header to hand back. So a record costs one upcall
 * without a lock or a look-up, about 10 ns.
 *
 * <p>A compaction sees the newest row of a key among its own files only. That is enough: removing
 * an older row never uncovers one, since RocksDB puts a deletion in its place until the bottom.
 */
final class RetentionFilterFactory extends AbstractCompactionFilterFactory<RetentionFilter> {
  private static final ValueLayout.OfLong BIG_ENDIAN =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  // Where things are in a compaction's piece of memory.
  private static final long NOW = 0;
  private static final long KEPT = 8;
  private static final long REMOVED = 16;
  private static final long CHANGED = 24;
  private static final long STARTED_NANOS = 32;
  private static final long SCRATCH = 40;
  private static final long STATE_BYTES = SCRATCH + 32;

  private final Arena arena = Arena.ofShared();
  private final ConcurrentLinkedQueue<MemorySegment> unused = new ConcurrentLinkedQueue<>();
  private final Retention retention;
  private final LongSupplier now;
  private final boolean keepHistory;
  private final MemorySegment filter;
  private final MemorySegment destroy;
  private final MemorySegment name;
  private final MemorySegment text;
  private final Metrics.Counter kept;
  private final Metrics.Counter removed;
  private final LongAdder removedSinceOpened = new LongAdder();
  private final Metrics.Counter changed;
  private final Metrics.Summary duration;

  /**
   * Makes the factory of {@code table}.
   *
   * @param now seconds since the Unix epoch, or {@link RetentionClock#FORGET_NOTHING}
   */
  RetentionFilterFactory(
      RowTable table, RocksSettings settings, LongSupplier now, Metrics metrics) {
    this.retention = settings.retention();
    this.keepHistory = settings.keepHistory();
    this.now = now;
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    filter = NativeFilters.filterStub(lookup, this, "judge", arena);
    destroy = NativeFilters.destroyStub(lookup, this, "destroy", arena);
    name = NativeFilters.nameStub(lookup, this, "nameOfFilter", arena);
    text = arena.allocateFrom("wcn-retention");
    kept = keys(metrics, table, "keep");
    removed = keys(metrics, table, "remove");
    changed = keys(metrics, table, "change");
    duration = metrics.summary("rocksdb_compaction_time", "cf_name", table.text());
  }

  private static Metrics.Counter keys(Metrics metrics, RowTable table, String decision) {
    return metrics.counter(
        "rocksdb_compaction_keys_processed", "cf_name", table.text(), "decision", decision);
  }

  /** Returns how many records were removed since this factory was made. */
  long removed() {
    return removedSinceOpened.sum();
  }

  @Override
  public String name() {
    return "wcn-retention";
  }

  @Override
  public RetentionFilter createCompactionFilter(AbstractCompactionFilter.Context context) {
    boolean forgets = !keepHistory || context.isManualCompaction();
    MemorySegment state = unused.poll();
    if (state == null) {
      state = arena.allocate(STATE_BYTES, Long.BYTES);
    }
    state.fill((byte) 0);
    state.set(JAVA_LONG, NOW, forgets ? now.getAsLong() : RetentionClock.FORGET_NOTHING);
    state.set(JAVA_LONG, STARTED_NANOS, System.nanoTime());
    return new RetentionFilter(NativeFilters.create(state.address(), destroy, filter, name));
  }

  // Called from native code, once per record.
  byte judge(
      long state,
      int level,
      long key,
      long keySize,
      long value,
      long valueSize,
      long newValue,
      long newSize,
      long isNew) {
    try {
      return switch (verdict(state, value, valueSize)) {
        case KEEP -> {
          count(state, KEPT);
          yield 0;
        }
        case DROP_PAYLOAD -> {
          count(state, CHANGED);
          replaceByHeader(state, value, newValue, newSize, isNew);
          yield 0;
        }
        case REMOVE -> {
          count(state, REMOVED);
          yield 1;
        }
      };
    } catch (Throwable _) {
      return 0; // what cannot be judged is kept; a reader will report it
    }
  }

  private Retention.Verdict verdict(long state, long value, long valueSize) {
    long judgedAt = NativeFilters.MEMORY.get(JAVA_LONG, state + NOW);
    if (judgedAt < 0 || valueSize < RowForm.HEADER_BYTES) {
      return Retention.Verdict.KEEP;
    }
    byte kind = NativeFilters.MEMORY.get(JAVA_BYTE, value);
    return RowForm.isKind(kind)
        ? retention.judge(header(kind, value), judgedAt)
        : Retention.Verdict.KEEP;
  }

  private static RecordHeader header(byte kind, long value) {
    return RowForm.header(
        kind,
        NativeFilters.MEMORY.get(BIG_ENDIAN, value + 1),
        NativeFilters.MEMORY.get(BIG_ENDIAN, value + 9),
        NativeFilters.MEMORY.get(BIG_ENDIAN, value + 17));
  }

  private static void count(long state, long counter) {
    long before = NativeFilters.MEMORY.get(JAVA_LONG, state + counter);
    NativeFilters.MEMORY.set(JAVA_LONG, state + counter, before + 1);
  }

  private static void replaceByHeader(
      long state, long value, long newValue, long newSize, long isNew) {
    byte kind = NativeFilters.MEMORY.get(JAVA_BYTE, value);
    ByteBuffer row = ByteBuffer.allocate(RowForm.HEADER_BYTES);
    RowForm.putHeader(row, Retention.withoutPayload(header(kind, value)));
    long scratch = state + SCRATCH;
    MemorySegment.copy(row.array(), 0, NativeFilters.MEMORY, JAVA_BYTE, scratch, row.position());
    NativeFilters.MEMORY.set(JAVA_LONG, newValue, scratch); // RocksDB copies before it calls again
    NativeFilters.MEMORY.set(JAVA_LONG, newSize, RowForm.HEADER_BYTES);
    NativeFilters.MEMORY.set(JAVA_BYTE, isNew, (byte) 1);
  }

  // Called from native code, when a compaction is over.
  void destroy(long state) {
    try {
      kept.add(NativeFilters.MEMORY.get(JAVA_LONG, state + KEPT));
      long gone = NativeFilters.MEMORY.get(JAVA_LONG, state + REMOVED);
      removed.add(gone);
      removedSinceOpened.add(gone);
      changed.add(NativeFilters.MEMORY.get(JAVA_LONG, state + CHANGED));
      long started = NativeFilters.MEMORY.get(JAVA_LONG, state + STARTED_NANOS);
      duration.observe((System.nanoTime() - started) / 1e6);
      unused.add(NativeFilters.MEMORY.asSlice(state, STATE_BYTES));
    } catch (Throwable _) {
      // Figures are lost; the process is not.
    }
  }

  // Called from native code.
  long nameOfFilter(long state) {
    return text.address();
  }

  /** Frees the native memory; no compaction may be running or follow. */
  void free() {
    close();
    arena.close();
  }

  static {
    if (ADDRESS.byteSize() != Long.BYTES) {
      throw new IllegalStateException("pointers of 64 bits are expected, got " + ADDRESS);
    }
  }
}
