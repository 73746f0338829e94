package network.wcn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * CPU seconds of processes by their kind, as Linux counts them. Processes may come and go; one that
 * was never looked at before counts from its birth.
 */
final class CpuMeter {
  /** Linux tells CPU time in hundredths of a second. */
  private static final double TICKS_PER_SECOND = 100;

  /** Where user and system time stand behind the process's name in its stat file. */
  private static final int USER_TIME = 11;

  private final Supplier<Map<String, List<Long>>> processes;
  private final Map<Long, Double> before = new HashMap<>();
  private final Map<Long, Double> latest = new HashMap<>();
  private final Map<Long, String> kinds = new HashMap<>();

  /**
   * @param processes answers which process numbers are of which kind now
   */
  CpuMeter(Supplier<Map<String, List<Long>>> processes) {
    this.processes = processes;
  }

  /** Begins to count. */
  void begin() {
    look();
    before.putAll(latest);
  }

  /** Notes what processes have used so far; call once a second, since processes end. */
  void look() {
    processes
        .get()
        .forEach((kind, pids) -> {
          for (long pid : pids) {
            seconds(pid)
                .ifPresent(seconds -> {
                  latest.put(pid, seconds);
                  kinds.put(pid, kind);
                });
          }
        });
  }

  /** Returns seconds since the beginning, for every kind. */
  Map<String, Double> used() {
    Map<String, Double> used = new TreeMap<>();
    latest.forEach((pid, seconds) ->
        used.merge(
            kinds.getOrDefault(pid, "other"),
            seconds - before.getOrDefault(pid, 0.0),
            Double::sum));
    return used;
  }

  private static Optional<Double> seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
      return Optional.of(ticks / TICKS_PER_SECOND);
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
