package network.wcn.cli.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import network.wcn.bench.BenchJava;
import network.wcn.bench.storage.StorageBench;
import network.wcn.bench.storage.StorageReport;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn bench storage}: engines beside the bare library, a database beside the transport. */
@Command(
    name = "storage",
    description = {
      "Measures both storage engines beside bare RocksDB, a database process beside the bare",
      "transport and beside bare RocksDB behind it, and transfers between two databases, in one",
      "run. Needs no devnet."
    },
    mixinStandardHelpOptions = true)
final class StorageBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dir",
      description = "Where to work, made and removed (default: a temporary directory).")
  private @Nullable Path directory;

  @Option(
      names = "--records",
      defaultValue = "200000",
      description = "Records per store (default ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      defaultValue = "1024",
      description = "Size of every value (default ${DEFAULT-VALUE}).")
  private int valueSize;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "4",
      description = "How long to measure each per row (default ${DEFAULT-VALUE}).")
  private double duration;

  @Option(
      names = "--part",
      split = ",",
      description = "What to measure, of ${COMPLETION-CANDIDATES} (default: all).")
  private Set<StorageBench.Part> parts = EnumSet.allOf(StorageBench.Part.class);

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Output output = Output.of(spec.commandLine(), json);
    try {
      Path parent = Files.createTempDirectory("wcn-bench-");
      try {
        StorageReport report =
            bench(directory == null ? parent.resolve("storage") : directory)
                .run(line -> spec.commandLine().getErr().println(line + "..."));
        output.answer(report.text(), report.object());
        return ExitStatus.DONE;
      } finally {
        Files.delete(parent);
      }
    } catch (IOException e) {
      throw new CommandFailed("the bench broke off: " + e, e);
    }
  }

  private StorageBench bench(Path place) {
    try {
      return new StorageBench(
          new BenchJava(java(), Workplace.classPath()),
          place,
          records,
          valueSize,
          Duration.ofMillis(Math.round(duration * 1_000)),
          parts);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Unlike a devnet's, a database of an operator has the machine to itself. */
  private static List<String> java() {
    return List.of(
        Workplace.java(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Xmx2g");
  }
}
