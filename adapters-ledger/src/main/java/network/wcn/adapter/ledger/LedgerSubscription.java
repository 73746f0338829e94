package network.wcn.adapter.ledger;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract.EventListener;
import network.wcn.port.cluster.ClusterContract.Subscription;
import network.wcn.wire.MalformedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread that asks for what is newer than the version it knows, and waits where nothing
 * is: on the service's side, so that nobody spends anything. After an outage it asks again with the
 * version it had, so nothing that moved the version is missed.
 */
final class LedgerSubscription implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerSubscription.class);
  private static final int WAIT_MILLIS = 25_000;
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final LedgerLink link;
  private final EventListener listener;
  private final Consumer<LedgerSubscription> onClose;
  private final Thread thread;
  private BigInteger known;
  private volatile boolean isClosed;

  private record News(BigInteger version, List<ContractEvent> events) {}

  /**
   * Begins to listen.
   *
   * @param known the version that the listener need not hear of
   */
  LedgerSubscription(
      LedgerLink link,
      EventListener listener,
      BigInteger known,
      Consumer<LedgerSubscription> onClose) {
    this.link = link;
    this.listener = listener;
    this.known = known;
    this.onClose = onClose;
    this.thread = Thread.ofVirtual().name("ledger-events " + link.base()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    long pause = 0;
    while (!isClosed) {
      try {
        News news = ask();
        if (pause > 0) {
          LOG.info("the ledger service at {} answers again", link.base());
        }
        pause = 0;
        news.events().forEach(this::tell);
        known = news.version();
      } catch (IOException | ChainFault | MalformedMessage e) {
        if (pause == 0 && !isClosed) {
          LOG.warn("no events from the ledger service at {}, asking again: {}", link.base(), e);
        }
        pause = Math.clamp(2 * pause, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        rest(pause);
      }
    }
  }

  private News ask() throws IOException {
    String path = "/v1/events?after=" + known + "&waitMillis=" + WAIT_MILLIS;
    return link.get(path, WAIT_MILLIS)
        .successful(body -> new News(body.number("version"), body.list("events", EventJson::read)));
  }

  private void tell(ContractEvent event) {
    if (isClosed) {
      return;
    }
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed on {}", event, e);
    }
  }

  private void rest(long millis) {
    if (isClosed) {
      return;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      // Only close() interrupts this thread, and its flag ends the loop.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    onClose.accept(this);
  }
}
