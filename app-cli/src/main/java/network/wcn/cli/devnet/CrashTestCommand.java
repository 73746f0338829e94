package network.wcn.cli.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.wcn.bench.BenchJava;
import network.wcn.bench.crash.CorruptionSettings;
import network.wcn.bench.crash.CorruptionTest;
import network.wcn.bench.crash.CrashSettings;
import network.wcn.bench.crash.CrashTest;
import network.wcn.bench.crash.DiskFullSettings;
import network.wcn.bench.crash.DiskFullTest;
import network.wcn.bench.crash.FaultReport;
import network.wcn.bench.crash.SmallDisk;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn crash-test}: kills a database and looks whether it lost anything. */
@Command(
    name = "crash-test",
    description = {
      "Does harm to a database of its own while clients write to it, and checks that every",
      "acknowledged write is there. Needs no devnet. Fails if one is lost.",
      "",
      "kill: kills the process (SIGKILL) again and again and starts it again.",
      "disk-full: fills its disk three times and frees it; while the disk is full, reads have to be",
      "answered and writes refused, and afterwards writes have to be taken without a restart;",
      "the same goes for a database that starts while the disk is full.",
      "corruption: flips one bit after another in the files of the stopped database; it has to refuse",
      "to open, or refuse reads and say that it is damaged, or answer everything as before."
    },
    mixinStandardHelpOptions = true)
public final class CrashTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--fault",
      defaultValue = "kill",
      description = "What is done to it: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Fault fault = Fault.KILL;

  @Option(
      names = "--kills",
      defaultValue = "30",
      description = "How often to kill (default ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--flips",
      defaultValue = "30",
      description = "With --fault corruption, how many bits to flip (default ${DEFAULT-VALUE}).")
  private int flips;

  @Option(
      names = "--disk",
      defaultValue = "auto",
      description = {
        "With --fault disk-full, which disk is filled: mounted (64 MiB in memory, needs mount or user",
        "namespaces), reserved (part of the usual one) or auto, the first that can be had",
        "(default ${DEFAULT-VALUE})."
      })
  private SmallDisk.Choice disk = SmallDisk.Choice.AUTO;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "rocksdb",
      description = "rocksdb or lmdb (default ${DEFAULT-VALUE}).")
  private CrashSettings.Engine engine = CrashSettings.Engine.ROCKSDB;

  @Option(
      names = "--clients",
      defaultValue = "64",
      description = "How many write at once (default ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--seed",
      description =
          "Decides what is written, when kills come and which bits flip (default: a new one, printed).")
  private @Nullable Long seed;

  @Option(
      names = "--dir",
      description =
          "Where to work, made, and removed unless something is lost (default: a temporary one).")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** For picocli. */
  public CrashTestCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Output output = Output.of(spec.commandLine(), json);
    long chosenSeed = seed == null ? new SecureRandom().nextInt(1 << 30) : seed;
    try {
      Path parent = Files.createTempDirectory("wcn-crash-");
      Path place = directory == null ? parent.resolve("test") : directory;
      FaultReport report = test(place.toAbsolutePath(), chosenSeed);
      output.answer(report.text(), report.object());
      if (!report.isClean()) {
        spec.commandLine().getErr().println("The database is kept in " + place);
        return ExitStatus.FAILED;
      }
      Files.delete(parent);
      return ExitStatus.DONE;
    } catch (IOException e) {
      throw new CommandFailed(
          "the crash test with seed " + chosenSeed + " broke off: " + e.getMessage(), e);
    }
  }

  private FaultReport test(Path place, long chosenSeed) throws IOException, InterruptedException {
    Consumer<String> told = line -> spec.commandLine().getErr().println(line);
    return switch (fault) {
      case KILL -> new CrashTest(CrashTestCommand::java, place, killing(chosenSeed)).run(told);
      case DISK_FULL ->
          new DiskFullTest(CrashTestCommand::java, place, filling(chosenSeed)).run(told);
      case CORRUPTION ->
          new CorruptionTest(CrashTestCommand::java, place, flipping(chosenSeed)).run(told);
    };
  }

  private CrashSettings killing(long chosenSeed) {
    return checked(() -> new CrashSettings(engine, kills, clients, chosenSeed));
  }

  private DiskFullSettings filling(long chosenSeed) {
    return checked(() -> new DiskFullSettings(engine, clients, chosenSeed, disk));
  }

  private CorruptionSettings flipping(long chosenSeed) {
    return checked(() -> new CorruptionSettings(engine, flips, clients, chosenSeed));
  }

  private <T> T checked(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Starts as fast as a devnet's: with its archive of classes, which the first one leaves. */
  private static BenchJava java() {
    List<String> words = new ArrayList<>(List.of(Workplace.java()));
    words.addAll(
        List.of(
            "--illegal-native-access=allow",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1"));
    words.addAll(StartupCache.flags(ServerName.database(1)));
    return new BenchJava(words, Workplace.classPath());
  }
}
