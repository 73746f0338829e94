package network.wcn.app.node.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.port.rpc.RpcLink;

/**
 * The ranges of a resync: some at a time, each from one source after another until as many have
 * sent it as it takes. A source that fails is left out for that range; our own database's failure
 * ends all.
 */
final class ResyncWork {
  private final Queue<ResyncPlan.Range> waiting;
  private final Map<Integer, OperatorLink> sources;
  private final RangeFetch fetch;
  private final ResyncTally tally;
  private final AtomicReference<Optional<RuntimeException>> failure =
      new AtomicReference<>(Optional.empty());
  private CountDownLatch working = new CountDownLatch(0);

  ResyncWork(
      List<ResyncPlan.Range> plan,
      Map<Integer, OperatorLink> sources,
      RangeFetch fetch,
      ResyncTally tally) {
    this.waiting = new ConcurrentLinkedQueue<>(plan);
    this.sources = sources;
    this.fetch = fetch;
    this.tally = tally;
  }

  /** Begins, {@code workers} ranges at a time. */
  void begin(int workers) {
    working = new CountDownLatch(workers);
    for (int i = 0; i < workers; i++) {
      Thread.ofVirtual().name("resync-", i).start(this::work);
    }
  }

  /**
   * Waits until all is over.
   *
   * @param interval how often {@code progress} hears how far it has come
   * @throws ResyncFailed if our own database did not take what came
   */
  ResyncReport await(Duration interval, Consumer<ResyncReport> progress) {
    try {
      while (!working.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        progress.accept(tally.report());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResyncFailed("interrupted; what came is stored", e);
    }
    failure
        .get()
        .ifPresent(first -> {
          throw first;
        });
    return tally.report();
  }

  private void work() {
    try {
      for (ResyncPlan.Range range = waiting.poll(); range != null; range = waiting.poll()) {
        tally.ended(isFetched(range));
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(Optional.empty(), Optional.of(e));
      waiting.clear();
    } finally {
      working.countDown();
    }
  }

  /** Fetches a range from its sources, one after another, until it is complete. */
  private boolean isFetched(ResyncPlan.Range range) {
    int fetched = 0;
    for (int slot : range.sources()) {
      Optional<RpcLink> node =
          Optional.ofNullable(sources.get(slot)).flatMap(OperatorLink::anyOpen);
      Optional<String> problem =
          node.isEmpty()
              ? Optional.of("none of its nodes can be reached")
              : fetch.fetch(node.get(), range);
      if (problem.isPresent()) {
        tally.missed(slot, problem.get());
      } else {
        tally.fetched(slot);
        fetched++;
      }
      if (fetched == ResyncPlan.SOURCES_NEEDED) {
        return true;
      }
    }
    return false;
  }
}
