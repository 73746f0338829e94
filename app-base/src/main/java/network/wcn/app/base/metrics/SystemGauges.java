package network.wcn.app.base.metrics;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import network.wcn.port.metrics.Metrics;

/**
 * Gauges of machine and process, read from the operating system when metrics are exported.
 *
 * <p>What a platform does not tell is left out.
 *
 * @see "protocol/surface.md section 4"
 */
public final class SystemGauges {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path CONTROL_GROUP = Path.of("/sys/fs/cgroup/memory.stat");
  private static final Path NETWORK = Path.of("/proc/net/dev");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double KIBI = 1024;

  private SystemGauges() {}

  /** Begins to export memory, processors, network and this process. */
  public static void register(Metrics metrics) {
    memory(metrics);
    controlGroup(metrics);
    network(metrics);
    ProcessorUse.register(metrics);
    process(metrics);
  }

  /** Begins to export the size and the free space of the disk that holds {@code directory}. */
  public static void registerDisk(Metrics metrics, Path directory) {
    metrics.gauge("wcn_disk_total_space", () -> space(directory, FileStore::getTotalSpace));
    metrics.gauge("wcn_disk_available_space", () -> space(directory, FileStore::getUsableSpace));
  }

  /** A figure of a disk. */
  private interface DiskFigure {
    long of(FileStore disk) throws IOException;
  }

  private static double space(Path directory, DiskFigure figure) {
    try {
      return figure.of(Files.getFileStore(directory));
    } catch (IOException _) {
      return Double.NaN;
    }
  }

  private static void memory(Metrics metrics) {
    if (readLines(MEMORY).isEmpty()) {
      return;
    }
    metrics.gauge("wcn_total_memory", () -> kibibytes(MEMORY, "MemTotal:"));
    metrics.gauge("wcn_free_memory", () -> kibibytes(MEMORY, "MemFree:"));
    metrics.gauge("wcn_available_memory", () -> kibibytes(MEMORY, "MemAvailable:"));
    metrics.gauge(
        "wcn_used_memory",
        () -> kibibytes(MEMORY, "MemTotal:") - kibibytes(MEMORY, "MemAvailable:"));
  }

  private static void controlGroup(Metrics metrics) {
    for (String line : readLines(CONTROL_GROUP)) {
      String stat = line.substring(0, Math.max(0, line.indexOf(' ')));
      metrics.gauge("wcn_memory_stat", () -> number(CONTROL_GROUP, stat, 0), "stat", stat);
    }
  }

  private static void network(Metrics metrics) {
    for (String line : readLines(NETWORK)) {
      int colon = line.indexOf(':');
      if (colon >= 0) {
        String name = line.substring(0, colon).strip();
        String start = name + ":";
        DoubleSupplier received = () -> number(NETWORK, start, 0);
        DoubleSupplier sent = () -> number(NETWORK, start, 8);
        metrics.gauge("wcn_network_tx_bytes_total", sent, "network", name);
        metrics.gauge("wcn_network_rx_bytes_total", received, "network", name);
      }
    }
  }

  private static void process(Metrics metrics) {
    Runtime runtime = Runtime.getRuntime();
    metrics.gauge(
        "wcn_process_heap_used_bytes", () -> runtime.totalMemory() - (double) runtime.freeMemory());
    metrics.gauge("wcn_process_heap_max_bytes", runtime::maxMemory);
    metrics.gauge("wcn_process_cpu_seconds", SystemGauges::processorSeconds);
    if (!readLines(STATUS).isEmpty()) {
      metrics.gauge("wcn_process_resident_memory_bytes", () -> kibibytes(STATUS, "VmRSS:"));
      metrics.gauge("wcn_process_threads", () -> number(STATUS, "Threads:", 0));
    }
  }

  private static double processorSeconds() {
    Duration used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return used.toMillis() / 1000.0;
  }

  private static double kibibytes(Path file, String start) {
    return number(file, start, 0) * KIBI;
  }

  /** Returns a number of the line that begins with {@code start}: the one at {@code column}. */
  private static double number(Path file, String start, int column) {
    for (String line : readLines(file)) {
      String stripped = line.strip();
      if (stripped.startsWith(start)) {
        String[] columns = stripped.substring(start.length()).strip().split("\\s+", -1);
        return column < columns.length ? Double.parseDouble(columns[column]) : Double.NaN;
      }
    }
    return Double.NaN;
  }

  /** Returns the lines of a file of the kernel, none if it has no such file. */
  static List<String> readLines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }

  /** How busy each processor was between two exports. */
  private static final class ProcessorUse {
    private static final Path STATISTICS = Path.of("/proc/stat");
    private static final int IDLE = 3;
    private static final int WAITING = 4;

    private final Map<String, long[]> earlier = new LinkedHashMap<>();

    static void register(Metrics metrics) {
      ProcessorUse use = new ProcessorUse();
      int core = 0;
      for (String line : readLines(STATISTICS)) {
        if (line.matches("cpu\\d+ .*")) {
          String name = line.substring(0, line.indexOf(' '));
          metrics.gauge(
              "wcn_cpu_usage_percent_per_core_gauge",
              () -> use.percent(name),
              "n_core",
              Integer.toString(core++));
        }
      }
    }

    private synchronized double percent(String name) {
      for (String line : readLines(STATISTICS)) {
        if (line.startsWith(name + " ")) {
          return percent(name, line.substring(name.length() + 1).strip().split(" ", -1));
        }
      }
      return Double.NaN;
    }

    private double percent(String name, String... columns) {
      long total = 0;
      for (String column : columns) {
        total += Long.parseLong(column);
      }
      long idle = Long.parseLong(columns[IDLE]) + Long.parseLong(columns[WAITING]);
      long[] last = earlier.put(name, new long[] {total, idle});
      if (last == null || total == last[0]) {
        return 0;
      }
      return 100.0 * (total - last[0] - (idle - last[1])) / (total - last[0]);
    }
  }
}
