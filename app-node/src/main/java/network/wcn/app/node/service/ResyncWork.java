package network.wcn.app.node.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;

/**
 * The ranges of a resync, some at a time, each from all of its sources one after another.
 *
 * <p>Those that did not send a range but may do better are asked again, three times in all, also
 * where enough others have sent it. Our own database's failure ends everything.
 */
final class ResyncWork {
  private static final int ROUNDS = 3;
  private static final Duration PATIENCE_WITH_SOURCES = Duration.ofSeconds(20);

  private final Map<Integer, OperatorLink> sources;
  private final RangeFetch fetch;
  private final StallWatch watch;
  private final ResyncTally tally;
  private final Duration pause;
  private final Ticker ticker;
  private final Queue<Task> waiting;
  private final Queue<Task> again = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Optional<RuntimeException>> failure =
      new AtomicReference<>(Optional.empty());

  /**
   * A range, what is left to ask for it, and how many have sent it.
   *
   * @param left slots
   */
  private record Task(ResyncPlan.Range range, List<Integer> left, int fetched) {}

  /**
   * Prepares to fetch.
   *
   * @param pause before anybody is asked again
   */
  ResyncWork(
      List<ResyncPlan.Range> plan,
      Map<Integer, OperatorLink> sources,
      RangeFetch fetch,
      StallWatch watch,
      ResyncTally tally,
      Duration pause,
      Ticker ticker) {
    this.sources = sources;
    this.fetch = fetch;
    this.watch = watch;
    this.tally = tally;
    this.pause = pause;
    this.ticker = ticker;
    this.waiting =
        plan.stream()
            .map(range -> new Task(range, range.sources(), 0))
            .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
  }

  /**
   * Fetches everything, {@code workers} ranges at a time.
   *
   * @param interval how often {@code progress} hears how far it has come
   * @throws ResyncFailed if our own database did not take what came
   */
  ResyncReport run(int workers, Duration interval, Consumer<ResyncReport> progress) {
    for (int round = 1; !waiting.isEmpty(); round++) {
      runRound(workers, interval, progress);
      if (round < ROUNDS && !again.isEmpty()) {
        awaitSources();
        waiting.addAll(again);
      }
      again.clear();
    }
    return tally.report();
  }

  private void runRound(int workers, Duration interval, Consumer<ResyncReport> progress) {
    CountDownLatch working = new CountDownLatch(workers);
    for (int i = 0; i < workers; i++) {
      Thread.ofVirtual().name("resync-", i).start(() -> work(working));
    }
    try {
      while (!working.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        watch.breakStalled();
        progress.accept(tally.report());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    failure
        .get()
        .ifPresent(first -> {
          throw first;
        });
  }

  private static ResyncFailed interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ResyncFailed("interrupted; what came is stored", cause);
  }

  private void work(CountDownLatch working) {
    try {
      Task task = waiting.poll();
      while (task != null && failure.get().isEmpty()) {
        fetch(task);
        task = waiting.poll();
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(Optional.empty(), Optional.of(e));
    } finally {
      working.countDown();
    }
  }

  private void fetch(Task task) {
    int fetched = task.fetched;
    List<Integer> left = new ArrayList<>();
    for (int slot : task.left) {
      if (failure.get().isPresent()) {
        return;
      }
      Optional<RangeFetch.Miss> miss = fetch(slot, task.range);
      if (miss.isEmpty()) {
        tally.fetched(slot);
        fetched++;
      } else {
        tally.missed(slot, miss.get().why());
        if (miss.get().mayPass()) {
          left.add(slot);
        }
      }
    }
    if (task.fetched < ResyncPlan.SOURCES_NEEDED && fetched >= ResyncPlan.SOURCES_NEEDED) {
      tally.completed();
    }
    if (!left.isEmpty()) {
      again.add(new Task(task.range, left, fetched));
    }
  }

  private Optional<RangeFetch.Miss> fetch(int slot, ResyncPlan.Range range) {
    Optional<RpcLink> node = Optional.ofNullable(sources.get(slot)).flatMap(OperatorLink::anyOpen);
    return node.isEmpty()
        ? Optional.of(new RangeFetch.Miss("none of its nodes can be reached", true))
        : fetch.fetch(node.get(), range);
  }

  /** Waits, and a while longer for operators that are still to be asked and cannot be reached. */
  private void awaitSources() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    Deadline patience = Deadline.after(ticker, PATIENCE_WITH_SOURCES);
    again.stream()
        .flatMap(task -> task.left.stream())
        .distinct()
        .flatMap(slot -> Optional.ofNullable(sources.get(slot)).stream())
        .forEach(source -> source.awaitReachable(patience));
  }
}
