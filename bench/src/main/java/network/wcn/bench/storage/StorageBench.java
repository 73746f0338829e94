package network.wcn.bench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import network.wcn.app.db.dump.FileTree;
import network.wcn.bench.BenchJava;

/**
 * Measures what stores records, from the bare library to a database that serves, in one run: only
 * ratios within a run say something where a machine is shared.
 *
 * @param java runs the servers
 * @param directory does not exist; made, and removed at the end
 * @param records single ones; a served database holds 25,600 fields of maps besides
 * @param valueBytes of each record and field
 * @param each how long each subject is measured per row
 * @param parts what is measured
 */
public record StorageBench(
    BenchJava java, Path directory, int records, int valueBytes, Duration each, Set<Part> parts) {
  /** A table of the report. */
  public enum Part {
    /** Engines beside the bare library. */
    ENGINES,
    /** A database as a server beside the bare transport, and the bare library behind it. */
    SERVER,
    /** Transfers into a database, out of it and between two. */
    TRANSFERS
  }

  public StorageBench {
    parts = Set.copyOf(parts);
    if (records < 1 || valueBytes < 1 || !each.isPositive()) {
      throw new IllegalArgumentException(
          "there must be a record, a byte in it and time to measure, got %d, %d and %s"
              .formatted(records, valueBytes, each));
    }
  }

  /**
   * Measures all of it.
   *
   * @param told hears what is being done
   * @throws IOException if a directory, process or transfer fails
   */
  public StorageReport run(Consumer<String> told) throws IOException, InterruptedException {
    Files.createDirectory(directory);
    try {
      List<Figure> engines = new ArrayList<>();
      if (parts.contains(Part.ENGINES)) {
        Path place = directory.resolve("engines");
        engines.addAll(new EngineBench(place, records, valueBytes, each).run(told));
        FileTree.remove(place);
      }
      List<Figure> server = new ArrayList<>();
      if (parts.contains(Part.SERVER)) {
        server.addAll(measureServer(told));
      }
      List<Figure> transfers = new ArrayList<>();
      if (parts.contains(Part.TRANSFERS)) {
        transfers.addAll(measureTransfers(told));
      }
      return new StorageReport(setting(), engines, server, transfers);
    } finally {
      FileTree.remove(directory);
    }
  }

  private ServedData data(String name) {
    return new ServedData(name, records, new Filler(valueBytes));
  }

  private List<Figure> measureServer(Consumer<String> told)
      throws IOException, InterruptedException {
    ServedData data = data("served");
    try (DatabaseProcess database = DatabaseProcess.serving(java, directory.resolve("served"));
        TransferBench transfer = new TransferBench();
        RawServer transport = RawServer.answering(java, valueBytes);
        RawServer library = RawServer.storing(java, directory.resolve("bare"))) {
      told.accept("Filling a database");
      transfer.fill(database.target("secondary"), data);
      return new ServerBench(database, transport, library, data, each).run(told);
    }
  }

  /** Both processes have had something to do before: they are slow in their first seconds. */
  private List<Figure> measureTransfers(Consumer<String> told) throws IOException {
    List<Figure> figures = new ArrayList<>();
    try (DatabaseProcess source = DatabaseProcess.serving(java, directory.resolve("source"));
        DatabaseProcess target = DatabaseProcess.serving(java, directory.resolve("target"));
        TransferBench transfer = new TransferBench()) {
      told.accept("Filling two databases");
      transfer.fill(source.target("secondary"), data("first"));
      transfer.read(source.target("secondary"));
      transfer.fill(target.target("secondary"), data("kept"));
      transfer.fill(target.target("secondary"), data("kept, too"));
      told.accept("Transferring");
      figures.add(transfer.fill(source.target("secondary"), data("second")));
      figures.add(transfer.read(source.target("secondary")));
      figures.add(transfer.copy(source.target("secondary"), target.target("secondary")));
      return figures;
    }
  }

  private String setting() {
    return String.format(
        Locale.ROOT,
        "%d cores, JDK %s, %,d records of %,d bytes, %.1f s each",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        records,
        valueBytes,
        each.toMillis() / 1e3);
  }
}
