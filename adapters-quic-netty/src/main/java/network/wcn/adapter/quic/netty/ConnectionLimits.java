package network.wcn.adapter.quic.netty;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Ticker;

/**
 * How many connections a server has, in all and for each address, and how fast each address makes
 * new ones. Only for use on the server's event loop.
 *
 * <p>Remembers an address while it has connections, or for a second after its last new one.
 */
final class ConnectionLimits {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What happens to a new connection. */
  enum Verdict {
    ADMITTED(""),
    OVER_TOTAL("global_semaphore"),
    OVER_ADDRESS("local_semaphore"),
    OVER_RATE("rate_limit");

    private final String metricReason;

    Verdict(String metricReason) {
      this.metricReason = metricReason;
    }

    String metricReason() {
      return metricReason;
    }
  }

  private final ServerSettings settings;
  private final Ticker ticker;
  private final Map<InetAddress, Source> sources = new HashMap<>();
  private int total;

  ConnectionLimits(ServerSettings settings, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
  }

  /** Counts a new connection from {@code address}, if there is room for it. */
  Verdict admit(InetAddress address) {
    if (total >= settings.maxConnections()) {
      return Verdict.OVER_TOTAL;
    }
    long now = ticker.nanos();
    Source source = sources.computeIfAbsent(address, _ -> new Source(now));
    if (source.open >= settings.maxConnectionsPerIp()) {
      return Verdict.OVER_ADDRESS;
    }
    if (!source.takeRate(now, settings.maxConnectionRatePerIp())) {
      return Verdict.OVER_RATE;
    }
    source.open++;
    total++;
    return Verdict.ADMITTED;
  }

  /** Forgets a connection that was admitted. */
  void release(InetAddress address) {
    total--;
    Source source = sources.get(address);
    if (source != null) {
      source.open--;
    }
    long now = ticker.nanos();
    sources.values().removeIf(each -> each.isForgettable(now));
  }

  /** One address: its open connections, and a bucket that fills within a second. */
  private static final class Source {
    private int open;
    private double spent;
    private long atNanos;

    Source(long now) {
      atNanos = now;
    }

    boolean takeRate(long now, int perSecond) {
      spent = Math.max(0, spent - (double) (now - atNanos) / SECOND_NANOS * perSecond);
      atNanos = now;
      if (spent + 1 > perSecond) {
        return false;
      }
      spent++;
      return true;
    }

    boolean isForgettable(long now) {
      return open <= 0 && now - atNanos > SECOND_NANOS;
    }
  }
}
