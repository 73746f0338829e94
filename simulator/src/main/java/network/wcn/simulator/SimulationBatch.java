package network.wcn.simulator;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Many seeds, one after another, with progress for whoever watches.
 *
 * <p>A failing seed prints what broke and the command that replays it. The last line is {@code N
 * seeds, N failed, ratio R : 1}, R being virtual time by real time.
 */
public final class SimulationBatch {
  private static final int PROGRESS_EVERY = 100;

  private final SimulationSettings settings;
  private final PrintStream out;
  private final LongSupplier ticker;

  /**
   * Prepares a batch.
   *
   * @param ticker monotonic nanoseconds, to tell how much faster than life the runs are
   */
  public SimulationBatch(SimulationSettings settings, PrintStream out, LongSupplier ticker) {
    this.settings = settings;
    this.out = out;
    this.ticker = ticker;
  }

  /** Runs {@code count} seeds from {@code first} on and returns how many failed. */
  public long run(long first, long count) {
    long started = ticker.getAsLong();
    long failed = 0;
    long virtualNanos = 0;
    long answered = 0;
    for (long seed = first; seed < first + count; seed++) {
      try {
        SimulationReport report = Simulation.run(seed, settings);
        virtualNanos += report.virtualNanos();
        answered += report.answered();
      } catch (RuntimeException broken) {
        failed++;
        out.println("seed " + seed + " failed: " + broken.getMessage());
        out.println("  replay: ./wcn simulate --seeds 1 --from " + seed);
      }
      long done = seed - first + 1;
      if (done % PROGRESS_EVERY == 0 && done < count) {
        out.println(done + " of " + count + " seeds, " + answered + " operations answered");
      }
    }
    long realNanos = Math.max(1, ticker.getAsLong() - started);
    out.println(
        count + " seeds, " + failed + " failed, ratio " + virtualNanos / realNanos + " : 1");
    return failed;
  }
}
