package network.wcn.app.db.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes batches of the merges of many callers, so that they share one write to stable storage.
 *
 * <p>One platform thread takes whatever waits (up to 512 merges or 8 MiB), applies it as one batch
 * and answers all of it; meanwhile the next batch gathers. So batches grow with the load, and a
 * lone write waits for nobody. What waits is bounded by count and by bytes; beyond that a merge is
 * refused at once, unless it is part of a bulk transfer, which waits. Bulk transfers together take
 * half of that room at most, so that they never fill it for the others. Each outcome is heard
 * exactly once, on the committer's thread or, for a refusal, on the caller's.
 */
final class GroupCommitter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupCommitter.class);
  private static final int BATCH_MERGES = 512;

  /** How often whoever waits looks whether the thread that it waits for lives. */
  private static final int LOOK_SECONDS = 5;

  private static final long BATCH_BYTES = 8L << 20;
  private static final Refusal CLOSING = Refusal.network("the database is closing");

  private final RecordStore store;
  private final Ticker ticker;
  private final BlockingQueue<Pending> queue;
  private final long maxWaitingBytes;
  private final AtomicLong waitingBytes = new AtomicLong();

  /** What bulk transfers may still take, in bytes. */
  private final Semaphore bulkRoom;

  private final int bulkRoomBytes;

  /** What a merge takes of the bulk room at least, so that their number is bounded, too. */
  private final long placeBytes;

  private final Metrics.Summary batchSizes;
  private final Metrics.Counter overruns;
  private final Thread thread;
  private volatile boolean isClosed;

  /** How much may wait. */
  record Bounds(int merges, long bytes) {}

  private record Pending(
      Optional<Merge> merge, int bytes, Deadline deadline, Consumer<CommitOutcome> outcome) {}

  /** Starts the committer of {@code store}; nobody else may apply merges to it. */
  GroupCommitter(RecordStore store, Bounds bounds, Ticker ticker, Metrics metrics) {
    this.store = store;
    this.ticker = ticker;
    this.queue = new ArrayBlockingQueue<>(bounds.merges());
    this.maxWaitingBytes = bounds.bytes();
    this.bulkRoomBytes = Math.clamp(bounds.bytes() / 2, 1, Integer.MAX_VALUE);
    this.bulkRoom = new Semaphore(bulkRoomBytes, true);
    this.placeBytes = Math.ceilDiv(bulkRoomBytes, Math.max(1, bounds.merges() / 2));
    this.batchSizes = metrics.summary("wcn_db_commit_batch_merges");
    this.overruns = metrics.counter("rocksdb_batch_write_queue_overrun");
    metrics.gauge("wcn_db_commit_queue_merges", queue::size);
    metrics.gauge("wcn_db_commit_queue_bytes", () -> (double) waitingBytes.get());
    this.thread = Thread.ofPlatform().name("committer").start(this::commitUntilClosed);
  }

  /**
   * Hands over a merge. Never blocks.
   *
   * @param deadline after which the merge is not begun any more
   */
  void submit(Merge merge, Deadline deadline, Consumer<CommitOutcome> outcome) {
    Pending pending = new Pending(Optional.of(merge), sizeOf(merge), deadline, outcome);
    if (isClosed) {
      outcome.accept(new CommitOutcome.NotMerged(CLOSING));
      return;
    }
    if (waitingBytes.addAndGet(pending.bytes) > maxWaitingBytes || !queue.offer(pending)) {
      waitingBytes.addAndGet(-pending.bytes);
      overruns.increment();
      outcome.accept(
          new CommitOutcome.NotMerged(Refusal.network("too many writes wait for the disk")));
    } else if (isClosed && !thread.isAlive()) {
      // The committer ended while this merge was handed over.
      refuseTheRest(Optional.empty());
    }
  }

  /** Merges that were handed over together. */
  final class Together {
    private final CountDownLatch open;
    private final AtomicReference<Optional<Refusal>> first =
        new AtomicReference<>(Optional.empty());

    private Together(int merges) {
      open = new CountDownLatch(merges);
    }

    private void hear(CommitOutcome outcome) {
      refusalIn(outcome).ifPresent(why -> first.compareAndSet(Optional.empty(), Optional.of(why)));
      open.countDown();
    }

    /**
     * Waits until each is merged.
     *
     * @return why not all of them could be merged, or nothing when all are on stable storage; after
     *     an interruption some may still be merged
     */
    Optional<Refusal> await() {
      try {
        while (!open.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
          if (!thread.isAlive()) {
            refuseTheRest(Optional.empty());
          }
        }
        return first.get();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Optional.of(CLOSING);
      }
    }
  }

  /**
   * Hands over all of {@code merges}. Blocks while bulk transfers have all the room that they may
   * have, or the queue is full, instead of being refused, and has no deadline; for bulk transfers.
   * What comes after closing or an interruption is refused.
   *
   * @return to be awaited
   */
  Together submitAll(List<Merge> merges) {
    Together together = new Together(merges.size());
    Deadline never = Deadline.after(ticker, Duration.ofDays(365));
    for (Merge merge : merges) {
      int size = sizeOf(merge);
      int room = (int) Math.min(bulkRoomBytes, Math.max(size, placeBytes));
      if (!takeBulkRoom(room)) {
        together.hear(new CommitOutcome.NotMerged(CLOSING));
        continue;
      }
      Consumer<CommitOutcome> heard =
          outcome -> {
            bulkRoom.release(room);
            together.hear(outcome);
          };
      Pending pending = new Pending(Optional.of(merge), size, never, heard);
      waitingBytes.addAndGet(size);
      try {
        queue.put(pending);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        waitingBytes.addAndGet(-size);
        heard.accept(new CommitOutcome.NotMerged(CLOSING));
      }
    }
    return together;
  }

  /** Waits for {@code bytes} of the bulk room; false after closing or an interruption. */
  private boolean takeBulkRoom(int bytes) {
    try {
      while (!isClosed) {
        if (bulkRoom.tryAcquire(bytes, LOOK_SECONDS, TimeUnit.SECONDS)) {
          return true;
        }
        if (!thread.isAlive()) {
          refuseTheRest(Optional.empty());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static Optional<Refusal> refusalIn(CommitOutcome outcome) {
    return switch (outcome) {
      case CommitOutcome.Merged(MergeResult.Stored _) -> Optional.empty();
      case CommitOutcome.Merged(MergeResult.Unchanged _) -> Optional.empty();
      case CommitOutcome.Merged(MergeResult.Refused(String reason)) ->
          Optional.of(Refusal.invalid(reason));
      case CommitOutcome.NotMerged(Refusal refusal) -> Optional.of(refusal);
      case CommitOutcome.Overdue _ -> Optional.of(Refusal.internal("overdue"));
    };
  }

  private static int sizeOf(Merge merge) {
    RecordKey key = merge.key();
    int fieldSize =
        switch (key) {
          case RecordKey.Single _ -> 0;
          case RecordKey.Field field -> field.field().size();
        };
    return key.key().size() + fieldSize + merge.incoming().payload().size();
  }

  /** Returns whether the committer's thread runs. */
  boolean isAlive() {
    return thread.isAlive();
  }

  private void commitUntilClosed() {
    List<Pending> batch = new ArrayList<>(BATCH_MERGES);
    Optional<Pending> next = Optional.empty();
    while (true) {
      try {
        Pending first = next.isPresent() ? next.get() : queue.take();
        next = gather(first, batch);
      } catch (InterruptedException _) {
        // Only close() interrupts, and it leaves an end mark in the queue.
        continue;
      }
      boolean isEnd = batch.removeIf(pending -> pending.merge.isEmpty());
      commitBatch(batch);
      batch.clear();
      if (isEnd) {
        refuseTheRest(next);
        return;
      }
    }
  }

  /** Fills {@code batch} from {@code first} on and returns what was taken but no longer fits. */
  private Optional<Pending> gather(Pending first, List<Pending> batch) {
    long bytes = first.bytes;
    batch.add(first);
    while (batch.size() < BATCH_MERGES) {
      Pending next = queue.poll();
      if (next == null) {
        return Optional.empty();
      }
      if (bytes + next.bytes > BATCH_BYTES) {
        return Optional.of(next);
      }
      bytes += next.bytes;
      batch.add(next);
    }
    return Optional.empty();
  }

  private void commitBatch(List<Pending> batch) {
    List<Pending> inTime = new ArrayList<>(batch.size());
    List<Merge> merges = new ArrayList<>(batch.size());
    for (Pending pending : batch) {
      waitingBytes.addAndGet(-pending.bytes);
      if (pending.deadline.hasPassed(ticker)) {
        tell(pending, CommitOutcome.Overdue.INSTANCE);
      } else {
        inTime.add(pending);
        merges.add(pending.merge.orElseThrow());
      }
    }
    if (!merges.isEmpty()) {
      batchSizes.observe(merges.size());
      apply(merges, inTime);
    }
  }

  private void apply(List<Merge> merges, List<Pending> callers) {
    List<MergeResult> results;
    try {
      results = store.apply(merges);
    } catch (StoreFault fault) {
      // The store's watch tells operators, once.
      log.atDebug().addKeyValue("kind", fault.kind()).setCause(fault).log("A batch failed");
      Refusal refusal = StoreRefusals.of(fault);
      callers.forEach(caller -> tell(caller, new CommitOutcome.NotMerged(refusal)));
      return;
    } catch (RuntimeException bug) {
      log.error("A batch failed for a reason no engine may have", bug);
      Refusal refusal = Refusal.internal("the database failed");
      callers.forEach(caller -> tell(caller, new CommitOutcome.NotMerged(refusal)));
      return;
    }
    for (int i = 0; i < callers.size(); i++) {
      tell(callers.get(i), new CommitOutcome.Merged(results.get(i)));
    }
  }

  /** A caller that fails to listen must not keep the others waiting. */
  private static void tell(Pending caller, CommitOutcome outcome) {
    try {
      caller.outcome.accept(outcome);
    } catch (RuntimeException bug) {
      log.error("The outcome of a write could not be delivered", bug);
    }
  }

  private void refuseTheRest(Optional<Pending> taken) {
    CommitOutcome closing = new CommitOutcome.NotMerged(CLOSING);
    Optional<Pending> next = taken.or(() -> Optional.ofNullable(queue.poll()));
    while (next.isPresent()) {
      waitingBytes.addAndGet(-next.get().bytes);
      tell(next.get(), closing);
      next = Optional.ofNullable(queue.poll());
    }
  }

  /** Commits what was handed over before and ends the thread; a second call does nothing. */
  @Override
  public void close() {
    isClosed = true;
    if (!thread.isAlive()) {
      return;
    }
    Pending end = new Pending(Optional.empty(), 0, new Deadline(0), _ -> {});
    boolean wasInterrupted = false;
    while (thread.isAlive()) {
      try {
        queue.put(end);
        thread.join();
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
