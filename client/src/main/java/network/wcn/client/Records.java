package network.wcn.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.record.Expiration;

/**
 * The operations of one namespace.
 *
 * <p>A namespace holds single records, each under a key, and maps of fields, each map under a key
 * of its own kind. Every record has a time to live, from 1 second to 30 days from now, in whole
 * seconds. Of two writes the one with the greater version wins, whatever the order of arrival, and
 * a successful read sees every write acknowledged before it began.
 *
 * <p>Methods block until a majority of the replicas answered. They throw {@link OperationFailed}
 * when the operation was given up, {@link network.wcn.wire.encryption.UnreadableValue} when a value
 * does not open under this client's secret, and {@link java.util.concurrent.CancellationException}
 * (with the thread's interrupt flag set) when interrupted. Safe for use by many threads.
 */
public final class Records {
  private static final int SCAN_PAGE_COUNT = 100;

  private final AsyncRecords async;

  Records(AsyncRecords async) {
    this.async = async;
  }

  /** Returns the same operations without waiting. */
  public AsyncRecords async() {
    return async;
  }

  /** Returns the single record under {@code key}, if it is alive. */
  public Optional<LiveRecord> get(Bytes key) {
    return await(async.get(key));
  }

  /** Stores a single record that lives for {@code ttl}. */
  public void set(Bytes key, Bytes value, Duration ttl) {
    await(async.set(key, value, ttl));
  }

  /** Deletes a single record, whether there is one or not. */
  public void del(Bytes key) {
    await(async.del(key));
  }

  /** Returns when the single record under {@code key} dies, if it is alive. */
  public Optional<Expiration> getExp(Bytes key) {
    return await(async.getExp(key));
  }

  /** Lets a single record live for {@code ttl} from now; of a dead one nothing comes back. */
  public void setExp(Bytes key, Duration ttl) {
    await(async.setExp(key, ttl));
  }

  /** Returns a field of the map under {@code key}, if it is alive. */
  public Optional<LiveRecord> hget(Bytes key, Bytes field) {
    return await(async.hget(key, field));
  }

  /** Stores a field that lives for {@code ttl}; the first field makes the map. */
  public void hset(Bytes key, Bytes field, Bytes value, Duration ttl) {
    await(async.hset(key, field, value, ttl));
  }

  /** Deletes a field, whether there is one or not. */
  public void hdel(Bytes key, Bytes field) {
    await(async.hdel(key, field));
  }

  /** Returns when a field dies, if it is alive. */
  public Optional<Expiration> hgetExp(Bytes key, Bytes field) {
    return await(async.hgetExp(key, field));
  }

  /** Lets a field live for {@code ttl} from now; of a dead one nothing comes back. */
  public void hsetExp(Bytes key, Bytes field, Duration ttl) {
    await(async.hsetExp(key, field, ttl));
  }

  /** Returns how many live fields the map under {@code key} has, unsigned. */
  public long hcard(Bytes key) {
    return await(async.hcard(key));
  }

  /**
   * Returns a page of the map under {@code key}, in the order in which fields are stored.
   *
   * @param count how many entries at most, 1 or more
   * @param cursor the last field of the page before, or none for the first page
   */
  public MapPage hscan(Bytes key, int count, Optional<Bytes> cursor) {
    return await(async.hscan(key, count, cursor));
  }

  /**
   * Returns all live fields of the map under {@code key}, read page by page as the caller goes on.
   *
   * <p>A field that is alive during the whole walk is met exactly once; one that is written or
   * deleted meanwhile may be met or not.
   */
  public Iterable<MapEntry> scan(Bytes key) {
    return () -> scanIterator(key);
  }

  private Iterator<MapEntry> scanIterator(Bytes key) {
    return new MapScan(cursor -> hscan(key, SCAN_PAGE_COUNT, cursor));
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        cause.addSuppressed(new CallerTrace());
        throw cause;
      }
      throw new IllegalStateException("an operation failed in an unforeseen way", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("interrupted while waiting");
    }
  }

  /** Shows where the operation was asked for: the cause's own trace is that of the transport. */
  private static final class CallerTrace extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallerTrace() {
      super("asked for here");
    }
  }
}
