package network.wcn.app.node.service;

import java.time.Duration;
import java.util.List;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.http.Unready;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether the node can serve, and says so to whoever asks for its health. */
final class HealthWatch {
  private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ClusterTracker tracker;
  private final Replicas replicas;
  private final OwnDatabase database;
  private final Readiness readiness;
  private final Duration viewMaxAge;
  private final Isolation isolation;
  private final Ticker ticker;
  private volatile Isolation.State state = Isolation.State.NORMAL;

  HealthWatch(
      ClusterTracker tracker,
      Replicas replicas,
      OwnDatabase database,
      Readiness readiness,
      Duration viewMaxAge,
      Isolation isolation,
      Ticker ticker,
      Metrics metrics) {
    this.tracker = tracker;
    this.replicas = replicas;
    this.database = database;
    this.readiness = readiness;
    this.viewMaxAge = viewMaxAge;
    this.isolation = isolation;
    this.ticker = ticker;
    metrics.gauge("wcn_isolated", () -> state == Isolation.State.ISOLATED ? 1 : 0);
    metrics.gauge("wcn_degraded", () -> state == Isolation.State.NORMAL ? 0 : 1);
  }

  /** Looks now, and from then on once a second. */
  void start(Timer timer) {
    look();
    timer.every(PAUSE, this::look);
  }

  private void look() {
    List<Integer> members = tracker.view().primary().members();
    int reachable = (int) members.stream().filter(replicas::isReachable).count();
    boolean isDatabaseReachable = database.isReachable();
    boolean isViewStale = tracker.age().compareTo(viewMaxAge) > 0;
    Isolation.State now =
        isolation.judge(
            new Isolation.Look(members.size(), reachable, isDatabaseReachable, isViewStale),
            ticker.nanos());
    readiness.set(Unready.DB_UNREACHABLE, !isDatabaseReachable);
    readiness.set(Unready.VIEW_STALE, isViewStale);
    readiness.set(Unready.ISOLATED, now == Isolation.State.ISOLATED);
    if (now != state) {
      log.atInfo()
          .addKeyValue("state", now)
          .addKeyValue("operators", members.size())
          .addKeyValue("reachable", reachable)
          .addKeyValue("database", isDatabaseReachable)
          .log("The node's standing changed");
      state = now;
    }
  }
}
