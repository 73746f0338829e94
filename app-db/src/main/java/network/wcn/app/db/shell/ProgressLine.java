package network.wcn.app.db.shell;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import network.wcn.app.db.dump.Progress;

/**
 * How far long work has come: a line on standard error each second at a terminal, else each ten
 * seconds, and nothing for work that takes less.
 */
final class ProgressLine implements Progress {
  private static final Duration AT_TERMINAL = Duration.ofSeconds(1);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);
  private static final double MEBIBYTE = 1 << 20;

  private final PrintWriter out;
  private final String doing;
  private final boolean isTerminal;
  private final AtomicLong done = new AtomicLong();
  private volatile long total;
  private volatile String unit = "";

  private ProgressLine(PrintWriter out, String doing, boolean isTerminal) {
    this.out = out;
    this.doing = doing;
    this.isTerminal = isTerminal;
  }

  static ProgressLine on(PrintWriter out, String doing) {
    boolean isTerminal =
        Optional.ofNullable(System.console()).map(console -> console.isTerminal()).orElse(false);
    return new ProgressLine(out, doing, isTerminal);
  }

  @Override
  public void moved(long bytes, long all) {
    done.addAndGet(bytes);
    total = all;
    unit = "bytes";
  }

  /** Says that one more record was seen. */
  void seen() {
    done.incrementAndGet();
    unit = "records";
  }

  /** Runs {@code work} on a thread of its own and returns what it returns or throws. */
  <T> T during(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofPlatform().name("verb").daemon().start(task);
    long begun = System.nanoTime();
    Duration pause = isTerminal ? AT_TERMINAL : ELSEWHERE;
    while (true) {
      try {
        return task.get(pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        out.print((isTerminal ? "\r" : "") + text(begun) + (isTerminal ? "   " : "\n"));
        out.flush();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException failure
            ? failure
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new VerbFailed(ShellStatus.FAILED, "interrupted", e);
      }
    }
  }

  private String text(long begun) {
    String since = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s";
    return switch (unit) {
      case "bytes" ->
          String.format(
              Locale.ROOT,
              "%s: %.0f of about %.0f MiB, %s",
              doing,
              done.get() / MEBIBYTE,
              total / MEBIBYTE,
              since);
      case "records" -> String.format(Locale.ROOT, "%s: %,d records, %s", doing, done.get(), since);
      default -> doing + ": " + since;
    };
  }
}
