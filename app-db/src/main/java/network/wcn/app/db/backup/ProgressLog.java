package network.wcn.app.db.backup;

import java.util.concurrent.TimeUnit;
import network.wcn.app.db.dump.Progress;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far long work of a server has come, in its log: a line each ten seconds, and nothing for work
 * that takes less. For one thread at a time.
 */
final class ProgressLog implements Progress {
  private static final Logger log = LoggerFactory.getLogger(ProgressLog.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String doing;
  private final Ticker ticker;
  private final long begun;
  private long lines;
  private long done;

  ProgressLog(String doing, Ticker ticker) {
    this.doing = doing;
    this.ticker = ticker;
    begun = ticker.nanos();
  }

  @Override
  public void moved(long bytes, long total) {
    done += bytes;
    long since = ticker.nanos() - begun;
    if (since / INTERVAL_NANOS > lines) {
      lines = since / INTERVAL_NANOS;
      log.atInfo()
          .addKeyValue("bytes", done)
          .addKeyValue("of_about", total)
          .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(since))
          .log(doing);
    }
  }

  /** Returns how many lines the log has got. */
  long lines() {
    return lines;
  }
}
