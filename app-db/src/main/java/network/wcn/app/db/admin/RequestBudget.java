package network.wcn.app.db.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import network.wcn.port.time.Ticker;

/**
 * How many requests one address may send in any minute.
 *
 * <p>Remembers at most 10,000 addresses; beyond that the one that was seen first is forgotten. Safe
 * for use by many threads.
 */
final class RequestBudget {
  static final Duration WINDOW = Duration.ofSeconds(60);
  private static final int MOST_ADDRESSES = 10_000;

  private final int most;
  private final Ticker ticker;

  @GuardedBy("this")
  private final Map<InetAddress, Deque<Long>> seen = new LinkedHashMap<>();

  RequestBudget(int most, Ticker ticker) {
    this.most = most;
    this.ticker = ticker;
  }

  /** Returns whether {@code address} may send one more request, and counts it then. */
  synchronized boolean take(InetAddress address) {
    long now = ticker.nanos();
    Deque<Long> times = seen.computeIfAbsent(address, _ -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.getFirst() >= WINDOW.toNanos()) {
      times.removeFirst();
    }
    if (seen.size() > MOST_ADDRESSES) {
      seen.remove(seen.keySet().iterator().next());
    }
    if (times.size() >= most) {
      return false;
    }
    times.addLast(now);
    return true;
  }
}
