package network.wcn.adapter.evm;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract.EventListener;
import network.wcn.port.cluster.ClusterContract.Subscription;
import network.wcn.port.metrics.Metrics;
import network.wcn.wire.MalformedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread that compares the contract's version with the last it told of, and fetches the
 * logs between.
 *
 * <p>It looks every poll interval, and at once when a provider says that there is something. Logs
 * that do not account for the version are asked for again, of the other providers too; after three
 * attempts what there is gets told, and the gap in the versions makes the listener read the view.
 * When the block of the last event is not part of the chain any more, the listener is told so, and
 * then of the events that took the place of those it heard.
 */
final class EvmSubscription implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(EvmSubscription.class);
  private static final int ATTEMPTS = 3;
  private static final int REMEMBERED_EVENTS = 256;

  /** How far back a reorganisation may reach, and how much logs may lag behind the version. */
  private static final long OVERLAP_BLOCKS = 64;

  private static final long MOST_BLOCKS = 100_000;

  private final ChainReader chain;
  private final EventListener listener;
  private final Duration pollInterval;
  private final Consumer<EvmSubscription> onClose;
  private final Metrics.Counter gaps;
  private final Metrics.Counter reorganisations;
  private final Semaphore hints = new Semaphore(0);
  private final Thread thread;
  private final NavigableMap<BigInteger, FoundEvent> told = new TreeMap<>();
  private BigInteger known;
  private long searchedTo;
  private Optional<Block> anchor = Optional.empty();
  private int attempts;
  private volatile boolean isClosed;

  /**
   * Begins to listen, once started.
   *
   * @param known the version that the listener need not hear of
   * @param searchedTo no later change is in this block or before
   */
  EvmSubscription(
      ChainReader chain,
      EventListener listener,
      BigInteger known,
      long searchedTo,
      Duration pollInterval,
      Metrics metrics,
      Consumer<EvmSubscription> onClose) {
    this.chain = chain;
    this.listener = listener;
    this.known = known;
    this.searchedTo = searchedTo;
    this.pollInterval = pollInterval;
    this.onClose = onClose;
    this.gaps = metrics.counter("wcn_chain_event_gaps");
    this.reorganisations = metrics.counter("wcn_chain_reorganisations");
    this.thread = Thread.ofVirtual().name("chain-events").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Something may have changed: looks at once. */
  void hint() {
    hints.release();
  }

  private void run() {
    boolean isOutage = false;
    while (!isClosed) {
      try {
        look();
        if (isOutage) {
          log.info("The chain answers again");
        }
        isOutage = false;
      } catch (ChainFault | RpcError | MalformedMessage e) {
        if (!isOutage && !isClosed) {
          log.warn("No events from the chain, asking again: {}", e.toString());
        }
        isOutage = true;
      }
      rest();
    }
  }

  private void rest() {
    try {
      if (!isClosed && hints.tryAcquire(pollInterval.toNanos(), TimeUnit.NANOSECONDS)) {
        hints.drainPermits();
      }
    } catch (InterruptedException _) {
      // Only close() interrupts this thread, and its flag ends the loop.
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    if (anchor.isPresent() && !chain.has(anchor.get())) {
      rewind();
    }
    BigInteger version = chain.version();
    if (version.compareTo(known) > 0) {
      catchUp(version);
    }
  }

  /** Goes back to before the first told event that the chain has no more, or has otherwise. */
  private void rewind() {
    reorganisations.increment();
    long from = Math.max(0, searchedTo - OVERLAP_BLOCKS);
    NavigableMap<BigInteger, FoundEvent> found =
        chain.events(attempts, from, chain.head().number());
    anchor = Optional.empty();
    searchedTo = from;
    Optional<BigInteger> firstLost =
        told.entrySet().stream()
            .filter(entry -> entry.getValue().block().number() > from)
            .filter(entry -> !entry.getValue().isSameEvent(found.get(entry.getKey())))
            .map(Map.Entry::getKey)
            .findFirst();
    log.atWarn().addKeyValue("first_lost", firstLost).log("The chain was reorganised");
    if (firstLost.isPresent()) {
      told.tailMap(firstLost.get(), true).clear();
      known = firstLost.get().subtract(BigInteger.ONE);
      guarded(listener::onReorganisation);
    } else {
      anchor = Optional.ofNullable(found.get(known)).map(FoundEvent::block);
    }
  }

  private void catchUp(BigInteger version) {
    long head = chain.head().number();
    long from = Math.max(Math.max(0, searchedTo - OVERLAP_BLOCKS), head - MOST_BLOCKS);
    NavigableMap<BigInteger, FoundEvent> news =
        chain.events(attempts, from, head).tailMap(known, false);
    boolean isWhole =
        !news.isEmpty()
            && news.lastKey().compareTo(version) >= 0
            && BigInteger.valueOf(news.size()).equals(news.lastKey().subtract(known));
    attempts++;
    if (!isWhole && attempts < ATTEMPTS) {
      return;
    }
    if (!isWhole) {
      gaps.increment();
      log.atWarn()
          .addKeyValue("known", known)
          .addKeyValue("version", version)
          .addKeyValue("found", news.size())
          .log("The logs do not account for the version");
    }
    attempts = 0;
    news.values().forEach(this::tell);
    known = known.max(version);
    searchedTo = head;
  }

  private void tell(FoundEvent found) {
    known = found.event().version();
    told.put(known, found);
    if (told.size() > REMEMBERED_EVENTS) {
      told.pollFirstEntry();
    }
    anchor = Optional.of(found.block());
    guarded(() -> listener.onEvent(found.event()));
  }

  private void guarded(Runnable telling) {
    if (isClosed) {
      return;
    }
    try {
      telling.run();
    } catch (RuntimeException e) {
      log.warn("A listener of the contract's events failed", e);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    onClose.accept(this);
  }
}
