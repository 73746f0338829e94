package network.wcn.cli.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import network.wcn.bench.backup.BackupBench;
import network.wcn.bench.backup.PhaseFigures;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn bench backup}: what backups take, and what they cost a loaded database. */
@Command(
    name = "backup",
    description = {
      "Backs up, verifies and restores a database of its own under a steady load.",
      "Prints time, rate and the latencies of readers and writers; needs no devnet, but three times",
      "the size on disk."
    },
    mixinStandardHelpOptions = true)
final class BackupBenchCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dir",
      description = "Where to work, made and removed (default: a temporary directory).")
  private @Nullable Path directory;

  @Option(
      names = "--size",
      paramLabel = "MB",
      defaultValue = "1000",
      description = "Size of the database in MB (default ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--rate",
      paramLabel = "MB/S",
      defaultValue = "50",
      description = "Limit of the backup, 0 for none (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to measure the load alone (default ${DEFAULT-VALUE}).")
  private int duration;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (size < 1 || rate < 0 || duration < 1) {
      throw new ParameterException(
          spec.commandLine(), "--size and --duration are at least 1, --rate at least 0");
    }
    Output output = Output.of(spec.commandLine(), json);
    try {
      Path parent = Files.createTempDirectory("wcn-bench-");
      Path place = directory == null ? parent.resolve("backup") : directory;
      List<PhaseFigures> phases =
          new BackupBench(place, size * MEGABYTE, rate * MEGABYTE, Duration.ofSeconds(duration))
              .run(line -> spec.commandLine().getErr().println(line + "..."));
      Files.delete(parent);
      output.answer(
          PhaseFigures.heading()
              + "\n"
              + phases.stream().map(PhaseFigures::row).collect(Collectors.joining("\n")),
          Map.of("phases", phases.stream().map(BackupBenchCommand::object).toList()));
      return ExitStatus.DONE;
    } catch (IOException e) {
      throw new CommandFailed("the bench cannot use its directory: " + e, e);
    }
  }

  private static Map<String, Object> object(PhaseFigures phase) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", phase.name());
    object.put("seconds", phase.seconds());
    object.put("bytes", phase.bytes());
    object.put("reads", phase.reads().count());
    object.put("read_p50_ms", phase.reads().p50Millis());
    object.put("read_p99_ms", phase.reads().p99Millis());
    object.put("write_batches", phase.writes().count());
    object.put("write_p50_ms", phase.writes().p50Millis());
    object.put("write_p99_ms", phase.writes().p99Millis());
    object.put("refused", phase.refused());
    return object;
  }
}
