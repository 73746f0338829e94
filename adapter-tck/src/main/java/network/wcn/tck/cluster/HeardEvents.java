package network.wcn.tck.cluster;

import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.port.cluster.ClusterContract.EventListener;

/** A listener that remembers, so that a test can wait for what it expects. */
public final class HeardEvents implements EventListener {
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<ContractEvent> unread = new LinkedBlockingQueue<>();

  @Override
  public void onEvent(ContractEvent event) {
    unread.add(event);
  }

  /** Waits for the next event, and fails the test when none comes. */
  public ContractEvent next() {
    try {
      ContractEvent event = unread.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return event != null ? event : fail("no event came within " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an event", e);
    }
  }

  /** Waits until an event of {@code version} or later comes; answers all up to it. */
  public List<ContractEvent> through(BigInteger version) {
    List<ContractEvent> events = new ArrayList<>();
    do {
      events.add(next());
    } while (events.getLast().version().compareTo(version) < 0);
    return List.copyOf(events);
  }

  /** Returns whether everything heard has been read. */
  public boolean isEmpty() {
    return unread.isEmpty();
  }
}
