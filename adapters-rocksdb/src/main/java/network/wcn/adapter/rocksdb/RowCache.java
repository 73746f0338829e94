package network.wcn.adapter.rocksdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import network.wcn.domain.record.MergeBatch;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.NotInMemory;
import network.wcn.wire.stored.RowKey;

/**
 * Rows that were lately read, and headers of those lately overwritten, on the Java heap: each saves
 * a look-up in RocksDB, which takes microseconds even where all of its blocks are in memory.
 *
 * <p>Of a row that is overwritten only the new header is kept until somebody reads it, and of a new
 * one nothing: what nobody asks for would make garbage collection dear.
 *
 * <p>Never behind RocksDB: what was written is put here after RocksDB has it and before anybody is
 * told, and what a look-up has found is not put here if a write came meanwhile. Nobody waits for
 * another's look-up. It may be ahead: a row that a compaction has forgotten is known here for a
 * while longer, as if the compaction had not come.
 */
final class RowCache implements MergeBatch.Stored<RowKey> {
  /** Copying a larger payload takes too long for a thread that others depend on. */
  private static final int LARGEST_AT_ONCE_BYTES = 16 << 10;

  /** What an entry takes beside its key and payload: objects, headers of arrays. */
  private static final int ENTRY_BYTES = 256;

  private static final int STRIPES = 1 << 12;

  private final Rows rows;
  private final Cache<RowKey, Known> cache;

  /** How many writes there were, by stripes of keys. */
  private final AtomicIntegerArray writes = new AtomicIntegerArray(STRIPES);

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

    /** Its header, as it was written. */
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
   * @param bytes of keys, payloads and what holds them, at most
   */
  RowCache(Rows rows, long bytes) {
    this.rows = rows;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher(RowCache::weight)
            .executor(Runnable::run)
            .recordStats()
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
      return row;
    }
    int before = writes.get(stripe(key));
    Optional<StoredRecord> row = rows.read(key);
    Known whole = new Known.Whole(row);
    cache.asMap().compute(key, (_, known) -> writes.get(stripe(key)) == before ? whole : known);
    return row;
  }

  @Override
  public Optional<RecordHeader> readHeader(RowKey key) {
    Known here = cache.getIfPresent(key);
    if (here != null) {
      return here.header();
    }
    int before = writes.get(stripe(key));
    Optional<RecordHeader> header = rows.readHeader(key);
    if (header.isPresent()) {
      Known head = new Known.Head(header);
      cache
          .asMap()
          .compute(
              key, (_, known) -> known == null && writes.get(stripe(key)) == before ? head : known);
    }
    return header;
  }

  /**
   * Returns the row if that takes no time.
   *
   * @throws NotInMemory if RocksDB would have to be asked, or the payload is large
   */
  Optional<StoredRecord> readAtOnce(RowKey key) {
    Known known = cache.getIfPresent(key);
    if (known instanceof Known.Whole(Optional<StoredRecord> row)
        && known.payloadBytes() <= LARGEST_AT_ONCE_BYTES) {
      return row;
    }
    throw new NotInMemory();
  }

  /**
   * Returns the header if that takes no time.
   *
   * @throws NotInMemory if RocksDB would have to be asked
   */
  Optional<RecordHeader> readHeaderAtOnce(RowKey key) {
    Known known = cache.getIfPresent(key);
    if (known == null) {
      throw new NotInMemory();
    }
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

  CacheStats stats() {
    return cache.stats();
  }

  /** Returns how many bytes are kept, as far as has been counted. */
  long bytes() {
    return cache.policy().eviction().map(kept -> kept.weightedSize().orElse(0)).orElse(0L);
  }
}
