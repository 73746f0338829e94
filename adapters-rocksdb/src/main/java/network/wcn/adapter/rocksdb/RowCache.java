package network.wcn.adapter.rocksdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import network.wcn.domain.record.MergeBatch;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.NotInMemory;
import network.wcn.wire.stored.RowKey;

/**
 * Rows that were lately read, and headers of those lately overwritten or asked for, on the Java
 * heap: each saves a look-up in RocksDB, which takes microseconds even where all of its blocks are
 * in memory.
 *
 * <p>Of a row that is overwritten only the new header is kept until somebody reads it, and of a new
 * one nothing: what nobody asks for would make garbage collection dear. When it is full, what is
 * asked for least goes.
 *
 * <p>Never behind what was acknowledged: a write is put here after RocksDB has it and before
 * anybody is told, and what a look-up has found is not put here if a write came meanwhile. Between
 * the two a read may answer either state. Nobody waits for another's look-up. It may be ahead: a
 * row that a compaction has forgotten is known here for a while longer, as if the compaction had
 * not come.
 */
final class RowCache implements MergeBatch.Stored<RowKey> {
  /**
   * Larger payloads are not kept: whoever may not wait could not copy them, and one would displace
   * many rows at a time.
   */
  private static final int LARGEST_PAYLOAD_BYTES = 16 << 10;

  /** What an entry takes beside its key and payload: objects, headers of arrays. */
  private static final int ENTRY_BYTES = 256;

  /** Look-ups that meet a write of another key of their stripe are not kept, which is no harm. */
  private static final int STRIPES = 1 << 12;

  private final MergeBatch.Stored<RowKey> rows;
  private final Cache<RowKey, Known> cache;

  /** How many writes there were, by stripes of keys. */
  private final AtomicIntegerArray writes = new AtomicIntegerArray(STRIPES);

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /** What is known of a row. */
  private sealed interface Known {
    Optional<RecordHeader> header();

    int payloadBytes();

    /** All of it, or that there is none. */
    record Whole(Optional<StoredRecord> row) implements Known {
      @Override
      public Optional<RecordHeader> header() {
        return row.map(StoredRecord::header);
      }

      @Override
      public int payloadBytes() {
        return row.map(record -> record.payload().size()).orElse(0);
      }
    }

    /** Its header only. */
    record Head(Optional<RecordHeader> header) implements Known {
      @Override
      public int payloadBytes() {
        return 0;
      }
    }
  }

  /**
   * Makes an empty cache.
   *
   * @param rows where to look up what is not here
   * @param bytes of keys, payloads and what holds them, at most
   */
  RowCache(MergeBatch.Stored<RowKey> rows, long bytes) {
    this.rows = rows;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher(RowCache::weight)
            // It takes less than waking another thread each time, and entries are small.
            .executor(Runnable::run)
            .build();
  }

  private static int weight(RowKey key, Known known) {
    return ENTRY_BYTES + key.content().length + known.payloadBytes();
  }

  private static int stripe(RowKey key) {
    return key.hashCode() & STRIPES - 1;
  }

  @Override
  public Optional<StoredRecord> read(RowKey key) {
    if (cache.getIfPresent(key) instanceof Known.Whole(Optional<StoredRecord> row)) {
      hits.increment();
      return row;
    }
    misses.increment();
    int stripe = stripe(key);
    int before = writes.get(stripe);
    Optional<StoredRecord> row = rows.read(key);
    Known whole = new Known.Whole(row);
    if (whole.payloadBytes() <= LARGEST_PAYLOAD_BYTES) {
      cache.asMap().compute(key, (_, known) -> writes.get(stripe) == before ? whole : known);
    }
    return row;
  }

  @Override
  public Optional<RecordHeader> readHeader(RowKey key) {
    Known here = cache.getIfPresent(key);
    if (here != null) {
      hits.increment();
      return here.header();
    }
    misses.increment();
    int stripe = stripe(key);
    int before = writes.get(stripe);
    Optional<RecordHeader> header = rows.readHeader(key);
    if (header.isPresent()) {
      Known head = new Known.Head(header);
      cache
          .asMap()
          .compute(key, (_, known) -> known == null && writes.get(stripe) == before ? head : known);
    }
    return header;
  }

  /**
   * Returns the row without asking RocksDB.
   *
   * @throws NotInMemory if it is not here
   */
  Optional<StoredRecord> readAtOnce(RowKey key) {
    if (cache.getIfPresent(key) instanceof Known.Whole(Optional<StoredRecord> row)) {
      hits.increment();
      return row;
    }
    throw new NotInMemory();
  }

  /**
   * Returns the header without asking RocksDB.
   *
   * @throws NotInMemory if it is not here
   */
  Optional<RecordHeader> readHeaderAtOnce(RowKey key) {
    Known known = cache.getIfPresent(key);
    if (known == null) {
      throw new NotInMemory();
    }
    hits.increment();
    return known.header();
  }

  /** Hears that RocksDB has stored a row. */
  void written(RowKey key, StoredRecord row) {
    writes.incrementAndGet(stripe(key));
    Known head = new Known.Head(Optional.of(row.header()));
    cache.asMap().compute(key, (_, known) -> known == null ? null : head);
  }

  /** Forgets a row of which nobody knows whether RocksDB has stored it. */
  void doubt(RowKey key) {
    writes.incrementAndGet(stripe(key));
    cache.asMap().compute(key, (_, _) -> null);
  }

  /** Forgets all rows, those that are being looked up, too. */
  void clear() {
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      writes.incrementAndGet(stripe);
    }
    cache.invalidateAll();
  }

  /** Returns how many look-ups were spared. */
  long hits() {
    return hits.sum();
  }

  /** Returns how many look-ups in RocksDB there were. */
  long misses() {
    return misses.sum();
  }

  /** Returns how many bytes are kept, as far as has been counted. */
  long bytes() {
    return cache.policy().eviction().map(kept -> kept.weightedSize().orElse(0)).orElse(0L);
  }
}
