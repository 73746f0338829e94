package network.wcn.cli.devnet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.wcn.bench.BenchJava;
import network.wcn.bench.LoadReport;
import network.wcn.bench.LoadRun;
import network.wcn.bench.LoadSettings;
import network.wcn.bench.OperationKind;
import network.wcn.bench.RawCalls;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import network.wcn.client.ClientNode;
import network.wcn.client.WcnClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code wcn bench}: load against a devnet. */
@Command(
    name = "bench",
    description = {
      "Loads a devnet and reports operations, errors, wrong answers, latencies and CPU time,",
      "beside what the transport alone reaches."
    },
    mixinStandardHelpOptions = true,
    subcommands = {BackupBenchCommand.class, StorageBenchCommand.class},
    footer = {"", "Exit status: 0 done, 1 failed or a wrong answer, 2 wrong usage."})
public final class BenchCommand implements Callable<Integer> {
  private static final int RAW_WARM_UP_SECONDS = 3;
  private static final int RAW_SECONDS = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The network's devnet.json (default: WCN_CONFIG, then the default devnet).")
  private @Nullable Path config;

  @Option(
      names = {"-c", "--concurrency"},
      defaultValue = "100",
      description = "Callers at once (default ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to measure, in seconds (default ${DEFAULT-VALUE}).")
  private int duration;

  @Option(
      names = "--fill",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long to store records before, at most (default ${DEFAULT-VALUE}).")
  private int fill;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      defaultValue = "1024",
      description = "Size of every value (default ${DEFAULT-VALUE}).")
  private int valueSize;

  @Option(
      names = "--keys",
      defaultValue = "100000",
      description = "Single records (default ${DEFAULT-VALUE}).")
  private int keys;

  @Option(names = "--maps", defaultValue = "1000", description = "Maps (default ${DEFAULT-VALUE}).")
  private int maps;

  @Option(
      names = "--fields",
      defaultValue = "256",
      description = "Fields per map (default ${DEFAULT-VALUE}).")
  private int fields;

  @Option(
      names = "--scan-count",
      defaultValue = "100",
      description = "Fields per page of hscan (default ${DEFAULT-VALUE}).")
  private int scanCount;

  @Option(
      names = "--reads",
      paramLabel = "PERCENT",
      defaultValue = "80",
      description = "Share of operations that read (default ${DEFAULT-VALUE}).")
  private int reads;

  @Option(
      names = "--map-share",
      paramLabel = "PERCENT",
      defaultValue = "80",
      description = "Share of operations on maps (default ${DEFAULT-VALUE}).")
  private int mapShare;

  @Option(
      names = "--operation",
      paramLabel = "NAME",
      converter = KindConverter.class,
      description = "Make only this operation, like hget, instead of a mix of all twelve.")
  private @Nullable OperationKind operation;

  @Option(
      names = "--verify",
      description = "Hold every value, count and page against what its caller wrote.")
  private boolean verify;

  @Option(
      names = "--faults",
      description = "Kill servers and start them again meanwhile, two operators' at a time.")
  private boolean faults;

  @Option(names = "--no-raw", description = "Do not measure the transport alone.")
  private boolean noRaw;

  @Option(names = "--seed", description = "Of every random choice (default: the time).")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Reads the name of an operation, with a dash or an underscore. */
  static final class KindConverter implements ITypeConverter<OperationKind> {
    @Override
    public OperationKind convert(String given) {
      try {
        return OperationKind.valueOf(given.replace('-', '_').toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException _) {
        throw new TypeConversionException("'" + given + "' is none of the twelve operations");
      }
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Output output = Output.of(spec.commandLine(), json);
    LoadSettings settings = settings();
    Path file = config != null ? config : DevnetFile.defaultPath();
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    DevnetFile network = DevnetFile.read(file);
    List<Double> raw = new ArrayList<>();
    if (!noRaw) {
      raw.add(raw(settings, directory, network, output));
    }
    Devnet devnet = new Devnet(directory);
    try (WcnClient client =
        WcnClient.builder()
            .secretKey(network.clientSecretKey())
            .bootstrap(network.clientNodes().toArray(ClientNode[]::new))
            .connect()) {
      LoadRun run =
          new LoadRun(
              settings,
              client.namespace(network.clientNamespaces().getFirst()),
              () -> processes(devnet),
              line -> tell(output, line));
      LoadReport report;
      if (faults) {
        try (FaultMaker _ = FaultMaker.start(devnet, settings.seed(), line -> tell(output, line))) {
          report = run.run();
        }
      } else {
        report = run.run();
      }
      if (!noRaw) {
        raw.add(raw(settings, directory, network, output));
        report = report.beside(raw);
      }
      output.answer(report.text(), report.object());
      return report.wrongCount() == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
    }
  }

  private LoadSettings settings() {
    try {
      return new LoadSettings(
          concurrency,
          keys,
          maps,
          fields,
          valueSize,
          scanCount,
          reads,
          mapShare,
          Optional.ofNullable(operation),
          Duration.ofSeconds(duration),
          Duration.ofSeconds(fill),
          verify,
          seed != null ? seed : System.currentTimeMillis());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static double raw(
      LoadSettings settings, Path directory, DevnetFile network, Output output) {
    tell(output, "measuring the transport alone");
    RawCalls raw =
        new RawCalls(
            new BenchJava(new ServerCommand(directory, network).bareJava(), Workplace.classPath()),
            RAW_WARM_UP_SECONDS,
            RAW_SECONDS);
    try {
      return raw.measure(settings);
    } catch (IOException e) {
      throw new CommandFailed("cannot measure the transport: " + e.getMessage(), e);
    }
  }

  private static void tell(Output output, String line) {
    if (!output.isJson()) {
      output.line(line);
    }
  }

  private static Map<String, List<Long>> processes(Devnet devnet) {
    DevnetFile file = devnet.registry().read();
    Map<String, List<Long>> kinds = new LinkedHashMap<>();
    for (ServerName name : Devnet.names(file)) {
      String kind = name.isLedger() ? "ledger" : name.isDatabase() ? "databases" : "nodes";
      file.pidOf(name)
          .ifPresent(pid -> kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(pid));
    }
    kinds.put("client", List.of(ProcessHandle.current().pid()));
    return kinds;
  }
}
