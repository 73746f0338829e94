package network.wcn.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.wcn.client.Records;
import org.HdrHistogram.Histogram;

/**
 * One run of load: first records are stored, then callers work and everything is measured.
 *
 * <p>Every caller is a virtual thread that waits for its answers, so that hundreds cost little.
 */
public final class LoadRun {
  private final LoadSettings settings;
  private final Records records;
  private final Supplier<Map<String, List<Long>>> processes;
  private final Consumer<String> progress;

  /**
   * @param records of the namespace to load
   * @param processes answers which process numbers are of which kind now
   * @param progress hears a line per step
   */
  public LoadRun(
      LoadSettings settings,
      Records records,
      Supplier<Map<String, List<Long>>> processes,
      Consumer<String> progress) {
    this.settings = settings;
    this.records = records;
    this.processes = processes;
    this.progress = progress;
  }

  /** Runs to the end. */
  public LoadReport run() throws InterruptedException {
    KeySpace keys = new KeySpace(settings.seed());
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < settings.callers(); i++) {
      callers.add(new Caller(i, settings, keys, records));
    }
    int filled = fill(callers);
    progress.accept("measuring for " + settings.duration().toSeconds() + " s");
    LoadFigures figures = new LoadFigures();
    CpuMeter cpu = new CpuMeter(processes);
    cpu.begin();
    long began = System.nanoTime();
    long deadline = began + settings.duration().toNanos();
    List<Thread> threads = start(callers, "caller-", caller -> caller.run(figures, deadline));
    while (System.nanoTime() - deadline < 0) {
      Thread.sleep(Math.clamp((deadline - System.nanoTime()) / 1_000_000, 1, 1_000));
      cpu.look();
    }
    join(threads);
    double seconds = (System.nanoTime() - began) / 1e9;
    return report(filled, seconds, figures, cpu);
  }

  private int fill(List<Caller> callers) throws InterruptedException {
    if (settings.fillLimit().isZero()) {
      return 0;
    }
    progress.accept("storing records for " + settings.fillLimit().toSeconds() + " s at most");
    LoadFigures figures = new LoadFigures();
    AtomicInteger filled = new AtomicInteger();
    long deadline = System.nanoTime() + settings.fillLimit().toNanos();
    join(start(callers, "filler-", caller -> filled.addAndGet(caller.fill(figures, deadline))));
    progress.accept(
        "stored " + filled + " records" + (figures.errors().isEmpty() ? "" : figures.errors()));
    return filled.get();
  }

  private static List<Thread> start(List<Caller> callers, String name, Consumer<Caller> work) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers.size(); i++) {
      Caller caller = callers.get(i);
      threads.add(Thread.ofVirtual().name(name + i).start(() -> work.accept(caller)));
    }
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private LoadReport report(int filled, double seconds, LoadFigures figures, CpuMeter cpu) {
    cpu.look();
    Map<String, LoadReport.Row> rows = new LinkedHashMap<>();
    figures
        .latencies()
        .forEach((kind, histogram) -> {
          if (histogram.getTotalCount() > 0) {
            rows.put(kind.label(), row(histogram));
          }
        });
    return new LoadReport(
        filled,
        seconds,
        rows,
        figures.errors(),
        figures.wrongCount(),
        figures.wrongAnswers(),
        cpu.used(),
        List.of());
  }

  private static LoadReport.Row row(Histogram histogram) {
    return new LoadReport.Row(
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50) / 1e3,
        histogram.getValueAtPercentile(99) / 1e3,
        histogram.getValueAtPercentile(99.9) / 1e3,
        histogram.getMaxValue() / 1e3);
  }
}
