package network.wcn.bench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import network.wcn.adapter.lmdb.LmdbRecordStore;
import network.wcn.adapter.lmdb.LmdbSettings;
import network.wcn.adapter.rocksdb.RocksRecordStore;
import network.wcn.adapter.rocksdb.RocksSettings;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.WallClock;
import org.rocksdb.RocksDBException;

/**
 * Reads, durable writes and merges of bare RocksDB, of our RocksDB engine and of LMDB, side by
 * side.
 *
 * <p>All writes go through the same grouping of waiting clients, at most 512 to a batch, with one
 * sync each; the numbers differ by the engine only.
 *
 * @param directory does not exist; made, and left to the caller
 * @param each how long each engine is measured per row
 */
record EngineBench(Path directory, int records, int valueBytes, Duration each) {
  private static final long CACHE_BYTES = 256L << 20;
  private static final long WRITE_BUFFER_BYTES = 64L << 20;
  private static final int[] CLIENTS = {1, 16, 256};
  private static final String OURS = "ours on RocksDB";
  private static final int TURNS = 4;
  private static final double READ_GOAL = 0.85;
  private static final double MERGE_GOAL = 0.8;

  /** How one kind of operation is measured. */
  @FunctionalInterface
  private interface Measurement {
    Run run(Load load, Subject subject) throws InterruptedException;
  }

  /** Returns a row for each operation, number of clients and engine. */
  List<Figure> run(Consumer<String> told) throws IOException, InterruptedException {
    Files.createDirectory(directory);
    Filler filler = new Filler(valueBytes);
    WallClock clock = WallClock.system();
    long expires = clock.unixSeconds() + 86_400;
    AtomicLong version = new AtomicLong(clock.unixMicros() - 3_600_000_000L);
    try (Subject raw =
            new RawEngine(
                new RawRocksDb(Files.createDirectory(directory.resolve("raw")), settings()),
                filler);
        Subject rocks =
            new Engine(
                OURS,
                RocksRecordStore.open(
                    directory.resolve("rocksdb"), settings(), clock, Metrics.none()),
                filler,
                expires);
        Subject lmdb =
            new Engine(
                "ours on LMDB",
                LmdbRecordStore.open(directory.resolve("lmdb"), LmdbSettings.DEFAULT, clock),
                filler,
                expires)) {
      List<Subject> subjects = List.of(raw, rocks, lmdb);
      for (Subject subject : subjects) {
        told.accept("Storing " + records + " records, " + subject.name());
        fill(subject, version);
      }
      return measureAll(subjects, version, told);
    } catch (RocksDBException e) {
      throw new IOException("bare RocksDB cannot be opened", e);
    }
  }

  private static RocksSettings settings() {
    return RocksSettings.builder(Runtime.getRuntime().availableProcessors())
        .blockCacheBytes(CACHE_BYTES)
        .writeBufferBytes(WRITE_BUFFER_BYTES)
        .writeBuffers(4)
        .backgroundBytesPerSecond(0)
        .build();
  }

  private List<Figure> measureAll(List<Subject> subjects, AtomicLong version, Consumer<String> told)
      throws InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (int clients : CLIENTS) {
      told.accept("Measuring engines with " + clients + " clients");
      figures.addAll(measure("read", clients, subjects, version, (load, _) -> load.reads(clients)));
      figures.addAll(
          measure(
              "durable write",
              clients,
              subjects,
              version,
              (load, subject) -> load.writes(clients, subject::put)));
      figures.addAll(
          measure(
              "durable merge",
              clients,
              subjects,
              version,
              (load, subject) -> load.writes(clients, subject::merge)));
    }
    return figures;
  }

  private List<Figure> measure(
      String operation,
      int clients,
      List<Subject> subjects,
      AtomicLong version,
      Measurement measurement)
      throws InterruptedException {
    Turns.Turn turn =
        subject -> {
          Subject measured = subjects.get(subject);
          Duration length = each.dividedBy(TURNS);
          return measurement.run(new Load(measured, records, length, version), measured);
        };
    for (int subject = 0; subject < subjects.size(); subject++) {
      turn.take(subject);
    }
    List<Outcome> outcomes = Turns.take(TURNS, subjects.size(), turn);
    List<String> names = subjects.stream().map(Subject::name).toList();
    return Figure.besideFirst(names, operation, clients, outcomes).stream()
        .map(figure -> figure.subject().equals(OURS) ? withGoal(figure) : figure)
        .toList();
  }

  private static Figure withGoal(Figure figure) {
    return switch (figure.operation()) {
      case "read" -> figure.aimingAt(READ_GOAL);
      case "durable merge" -> figure.aimingAt(MERGE_GOAL);
      default -> figure;
    };
  }

  private void fill(Subject subject, AtomicLong version) {
    int[] numbers = new int[1_000];
    for (int from = 0; from < records; from += numbers.length) {
      int count = Math.min(numbers.length, records - from);
      for (int i = 0; i < count; i++) {
        numbers[i] = from + i;
      }
      subject.put(numbers, count, version.incrementAndGet());
    }
  }
}
