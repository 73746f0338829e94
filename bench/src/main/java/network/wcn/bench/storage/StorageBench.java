package network.wcn.bench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import network.wcn.adapter.lmdb.LmdbRecordStore;
import network.wcn.adapter.lmdb.LmdbSettings;
import network.wcn.adapter.rocksdb.RocksRecordStore;
import network.wcn.adapter.rocksdb.RocksSettings;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.WallClock;
import org.rocksdb.RocksDBException;

/**
 * Reads, durable writes and merges of bare RocksDB, of our RocksDB engine and of LMDB, in one run.
 *
 * <p>Arguments: directory (made and removed), number of records, size of a value in bytes, seconds
 * per measurement. All writes go through the same grouping of waiting clients, at most 512 to a
 * batch, with one sync each; the numbers differ by the engine only.
 */
public final class StorageBench {
  private static final long CACHE_BYTES = 256L << 20;
  private static final int[] CLIENTS = {1, 16, 256};

  private final Path directory;
  private final int keys;
  private final int valueBytes;
  private final int seconds;

  private StorageBench(Path directory, int keys, int valueBytes, int seconds) {
    this.directory = directory;
    this.keys = keys;
    this.valueBytes = valueBytes;
    this.seconds = seconds;
  }

  /** Runs all of it and prints a table. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: StorageBench DIRECTORY RECORDS VALUE_BYTES SECONDS");
      System.exit(2);
    }
    new StorageBench(
            Files.createDirectory(Path.of(arguments[0])),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]))
        .run();
  }

  /** Makes a subject in a directory. */
  private interface Maker {
    Subject make(Path directory) throws RocksDBException;
  }

  private void run() throws IOException, RocksDBException, InterruptedException {
    System.out.printf(
        "%d cores, JDK %s, %d records of %d bytes, %d s each%n%n",
        Runtime.getRuntime().availableProcessors(), Runtime.version(), keys, valueBytes, seconds);
    System.out.println("| engine | operation | clients | per second | p50 µs | p99 µs |");
    System.out.println("| --- | --- | ---: | ---: | ---: | ---: |");
    WallClock clock = WallClock.system();
    long expires = clock.unixSeconds() + 86_400;
    RocksSettings rocks =
        RocksSettings.builder(Runtime.getRuntime().availableProcessors())
            .blockCacheBytes(CACHE_BYTES)
            .writeBufferBytes(64L << 20)
            .writeBuffers(4)
            .backgroundBytesPerSecond(0)
            .build();
    List<Maker> makers =
        List.of(
            at -> new RawRocksDb(at, valueBytes, CACHE_BYTES),
            at ->
                new Engine(
                    "ours on RocksDB",
                    RocksRecordStore.open(at, rocks, clock, Metrics.none()),
                    valueBytes,
                    expires),
            at ->
                new Engine(
                    "ours on LMDB",
                    LmdbRecordStore.open(at, LmdbSettings.DEFAULT, clock),
                    valueBytes,
                    expires));
    AtomicLong version = new AtomicLong(clock.unixMicros() - 3_600_000_000L);
    for (Maker maker : makers) {
      Path at = Files.createDirectory(directory.resolve("subject"));
      try (Subject subject = maker.make(at)) {
        measure(subject, version);
      }
      remove(at);
    }
    remove(directory);
  }

  private void measure(Subject subject, AtomicLong version) throws InterruptedException {
    fill(subject, version);
    Load load = new Load(subject, keys, seconds, version);
    load.reads(2);
    for (int clients : CLIENTS) {
      print(subject, "read", clients, load.reads(clients));
    }
    for (int clients : CLIENTS) {
      print(subject, "durable write", clients, load.writes(clients, subject::put));
    }
    for (int clients : CLIENTS) {
      print(subject, "durable merge", clients, load.writes(clients, subject::merge));
    }
  }

  private void fill(Subject subject, AtomicLong version) {
    int[] numbers = new int[1_000];
    for (int from = 0; from < keys; from += numbers.length) {
      int count = Math.min(numbers.length, keys - from);
      for (int i = 0; i < count; i++) {
        numbers[i] = from + i;
      }
      subject.put(numbers, count, version.incrementAndGet());
    }
  }

  private static void print(Subject subject, String operation, int clients, Load.Outcome outcome) {
    System.out.printf(
        "| %s | %s | %d | %,.0f | %,.0f | %,.0f |%n",
        subject.name(),
        operation,
        clients,
        outcome.perSecond(),
        outcome.p50Micros(),
        outcome.p99Micros());
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
