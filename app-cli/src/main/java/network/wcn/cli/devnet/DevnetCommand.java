package network.wcn.cli.devnet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.wcn.app.node.shell.NodeVerbs;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code wcn devnet}: a whole network on this machine, and faults in it. */
@Command(
    name = "devnet",
    description = {
      "Starts a network on this machine: every database and node a process of its own.",
      "Data stays in --dir and is served again at the next start. Ctrl-C ends all processes."
    },
    mixinStandardHelpOptions = true)
public final class DevnetCommand implements Callable<Integer> {
  private static final int DEFAULT_OPERATORS = 5;
  private static final int DEFAULT_NODES = 2;
  private static final int DEFAULT_BASE_PORT = 31_000;
  private static final int DEFAULT_MEMORY_MIB = 3_600;
  private static final int MOST_OPERATORS = 64;
  private static final int MOST_NODES = 16;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Place place = new Place();

  @Option(
      names = "--chain",
      paramLabel = "KIND",
      converter = ChainConverter.class,
      description =
          "What the contract lives on: ledger, embedded (default), or anvil, an EVM chain.")
  private @Nullable ChainKind chain;

  @Option(
      names = "--operators",
      paramLabel = "N",
      description = "How many operators, 5 to 64 (default 5).")
  private @Nullable Integer operators;

  @Option(
      names = "--nodes-per-operator",
      paramLabel = "N",
      description = "How many nodes each has beside its database, 2 to 16 (default 2).")
  private @Nullable Integer nodesPerOperator;

  @Option(
      names = "--base-port",
      paramLabel = "PORT",
      description = "The chain's port; the servers' ports follow (default 31000).")
  private @Nullable Integer basePort;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = "What all servers together may take, in MiB (default 3600).")
  private @Nullable Integer memory;

  @Option(names = "--detach", description = "Return when the network is ready; it goes on.")
  private boolean detach;

  /** Where the network is kept. */
  static final class Place {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description = "The network's directory (default: .build/devnet of this project).")
    private @Nullable Path directory;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    Output output() {
      return Output.of(command.commandLine(), json);
    }

    Path directory() {
      return directory != null ? directory : Workplace.defaultDevnetDirectory();
    }

    Devnet devnet() {
      Devnet devnet = new Devnet(directory());
      if (!devnet.registry().exists()) {
        throw new CommandFailed("there is no network in " + directory());
      }
      return devnet;
    }
  }

  /** Reads the kind of a chain. */
  static final class ChainConverter implements ITypeConverter<ChainKind> {
    @Override
    public ChainKind convert(String given) {
      try {
        return ChainKind.parse(given);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Reads the name of a server. */
  static final class NameConverter implements ITypeConverter<ServerName> {
    @Override
    public ServerName convert(String given) {
      try {
        return ServerName.parse(given);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public Integer call() {
    Devnet devnet = new Devnet(place.directory());
    if (devnet.registry().exists()) {
      adopt(devnet);
    } else {
      devnet.registry().create(plan(devnet.registry().directory()).draw());
    }
    return new DevnetSession(devnet, place.output(), place.directory()).run(detach);
  }

  private DevnetPlan plan(Path directory) {
    DevnetPlan plan =
        new DevnetPlan(
            directory,
            chain == null ? ChainKind.LEDGER : chain,
            orElse(operators, DEFAULT_OPERATORS),
            orElse(nodesPerOperator, DEFAULT_NODES),
            orElse(basePort, DEFAULT_BASE_PORT),
            orElse(memory, DEFAULT_MEMORY_MIB));
    checkRange("--operators", plan.operatorCount(), DEFAULT_OPERATORS, MOST_OPERATORS);
    checkRange("--nodes-per-operator", plan.nodesPerOperator(), DEFAULT_NODES, MOST_NODES);
    checkRange("--base-port", plan.basePort(), 1_024, plan.highestBasePort());
    checkMemory(plan.memoryMib(), plan.operatorCount() * (plan.nodesPerOperator() + 1));
    return plan;
  }

  /** Goes on with a network that is there: its shape stays, its memory may change. */
  private void adopt(Devnet devnet) {
    DevnetFile file = devnet.registry().read();
    checkSame("--chain", chain, ChainKind.parse(file.chain().kind()));
    checkSame("--operators", operators, file.operators().size());
    checkSame("--nodes-per-operator", nodesPerOperator, file.operators().getFirst().nodes().size());
    checkSame("--base-port", basePort, file.chain().port());
    if (memory != null) {
      int mib = memory;
      checkMemory(mib, file.servers().size());
      devnet.registry().update(current -> current.withMemory(mib));
    }
  }

  private void checkSame(String option, @Nullable Object given, Object actual) {
    if (given != null && !given.equals(actual)) {
      throw new ParameterException(
          spec.commandLine(),
          "the network in "
              + place.directory()
              + " was made with "
              + option
              + " "
              + actual
              + "; for "
              + given
              + " use another --dir");
    }
  }

  private void checkRange(String option, int given, int least, int most) {
    if (given < least || given > most) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + least + " to " + most + ", got " + given);
    }
  }

  private void checkMemory(int mib, int serverCount) {
    try {
      new MemoryPlan(mib, serverCount);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--memory: " + e.getMessage(), e);
    }
  }

  private static int orElse(@Nullable Integer given, int other) {
    return given == null ? other : given;
  }

  @Command(
      name = "status",
      description = "Shows every server of a network; exit status 1 unless all are ready.",
      mixinStandardHelpOptions = true)
  int status(@Mixin Place where) {
    List<DevnetTable.Row> rows = new DevnetTable(where.devnet()).rows();
    boolean allReady = rows.stream().allMatch(row -> row.state().equals("ready"));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("ready", allReady);
    object.put("servers", rows.stream().map(DevnetTable::object).toList());
    where.output().answer(String.join("\n", DevnetTable.lines(rows)), object);
    return allReady ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  @Command(
      name = "stop",
      description = "Ends every process of a network; its data stays.",
      mixinStandardHelpOptions = true)
  int stop(@Mixin Place where) {
    int forced = where.devnet().stop();
    where
        .output()
        .answer(
            forced == 0 ? "stopped" : "stopped, " + forced + " processes by force",
            Map.of("stopped", true, "forced", forced));
    return ExitStatus.DONE;
  }

  @Command(
      name = "kill",
      description = "Kills one server, as a crash would.",
      mixinStandardHelpOptions = true)
  int kill(
      @Mixin Place where,
      @Parameters(
              paramLabel = "SERVER",
              converter = NameConverter.class,
              description = "Like 3/db or 3/node-1.")
          ServerName server) {
    where.devnet().kill(server);
    where.output().answer("killed " + server, Map.of("killed", server.toString()));
    return ExitStatus.DONE;
  }

  @Command(
      name = "start",
      description = "Starts one server again and waits until it is ready.",
      mixinStandardHelpOptions = true)
  int start(
      @Mixin Place where,
      @Parameters(
              paramLabel = "SERVER",
              converter = NameConverter.class,
              description = "Like 3/db or 3/node-1.")
          ServerName server) {
    where.devnet().startOne(server);
    where.output().answer("started " + server, Map.of("started", server.toString()));
    return ExitStatus.DONE;
  }

  @Command(
      name = "resync",
      description = {
        "Fetches what an operator's database has to hold from the other operators:",
        "wcn node resync as the operator's first node. The database has to run."
      },
      mixinStandardHelpOptions = true)
  int resync(
      @Mixin Place where,
      @Parameters(
              paramLabel = "OPERATOR",
              converter = NameConverter.class,
              description = "By its database, like 3/db.")
          ServerName database) {
    if (!database.isDatabase()) {
      throw new ParameterException(
          spec.commandLine(), "a database is called like 3/db, got " + database);
    }
    Devnet devnet = where.devnet();
    DevnetFile file = devnet.registry().read();
    Map<String, String> asNode =
        new ServerCommand(devnet.registry().directory(), file)
            .environment(file.find(ServerName.node(database.operator(), 1)).name());
    List<String> words = new ArrayList<>(List.of("resync"));
    if (where.output().isJson()) {
      words.add("--json");
    }
    return new CommandLine(new NodeVerbs(asNode))
        .setOut(spec.commandLine().getOut())
        .setErr(spec.commandLine().getErr())
        .execute(words.toArray(String[]::new));
  }
}
