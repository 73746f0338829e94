package network.wcn.cli.transport;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import network.wcn.client.ClientNode;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn operator test-client}: loads a test server, to try the network in between. */
@Command(
    name = "test-client",
    description = {
      "Loads a test server over many connections.",
      "On each, one deletion of nothing follows the other, until all are sent, the time is over or a",
      "signal comes. Prints the totals then."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 done or ended by a signal, 1 no connection in ten attempts, 2 wrong usage."
    })
public final class TestClientCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-a", "--server-address"},
      paramLabel = "IP:PORT",
      required = true,
      description = "Where the server listens.")
  private String address = "";

  @Option(
      names = "--peer-id",
      paramLabel = "ID",
      description = "Of the server, which prints it (default: that of wcn's own test server).")
  private @Nullable PeerId peerId;

  @Option(
      names = {"-c", "--connection-timeout-ms"},
      paramLabel = "MS",
      defaultValue = "10000",
      description = "How long a connection may take to be made (default ${DEFAULT-VALUE}).")
  private long connectionTimeout;

  @Option(
      names = {"-n", "--num-concurrent-connections"},
      paramLabel = "N",
      defaultValue = "100",
      description = "Connections at once (default ${DEFAULT-VALUE}).")
  private long connections;

  @Option(
      names = {"-N", "--num-messages-per-connection"},
      paramLabel = "N",
      defaultValue = "4294967295",
      description = "Calls of one connection (default ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = {"-d", "--duration-secs"},
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description = "How long it lasts at most (default ${DEFAULT-VALUE}).")
  private long duration;

  @Option(
      names = {"-i", "--reconnect-interval-ms"},
      paramLabel = "MS",
      defaultValue = "1000",
      description = "Between two attempts to connect (default ${DEFAULT-VALUE}).")
  private long reconnectInterval;

  @Option(
      names = {"-r", "--max-concurrent-rpcs"},
      paramLabel = "N",
      defaultValue = "10000",
      description = "Calls at once that a connection may have (default ${DEFAULT-VALUE}).")
  private long maxConcurrentRpcs;

  @Option(
      names = "--max-idle-connection-timeout-ms",
      paramLabel = "MS",
      defaultValue = "500",
      description = "A connection is given up after that silence (default ${DEFAULT-VALUE}).")
  private long idleTimeout;

  @Option(names = "--json", description = "Print the totals as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    LoadPlan plan = plan();
    return UntilSignal.run(() -> run(plan));
  }

  private LoadPlan plan() {
    OptionRange range = new OptionRange(spec.commandLine());
    return new LoadPlan(
        target(),
        new LinkSettings(
            range.millis("--connection-timeout-ms", connectionTimeout, 1),
            range.millis("--reconnect-interval-ms", reconnectInterval, 1),
            range.of("--max-concurrent-rpcs", maxConcurrentRpcs, 1, Integer.MAX_VALUE),
            range.millis("--max-idle-connection-timeout-ms", idleTimeout, 1),
            Priority.HIGH),
        range.of("--num-concurrent-connections", connections, 1, 65_535),
        range.u32("--num-messages-per-connection", messages, 1),
        Duration.ofSeconds(range.u32("--duration-secs", duration, 1)));
  }

  private LinkTarget target() {
    PeerId peer = peerId != null ? peerId : TestKey.ofServer().peerId();
    int colon = address.lastIndexOf(':');
    try {
      ClientNode server =
          ClientNode.of(
              peer,
              address.substring(0, Math.max(colon, 0)),
              Integer.parseInt(address.substring(colon + 1)));
      return new LinkTarget(peer, server.address(), Api.DATABASE);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--server-address is IP:PORT, got " + address, e);
    }
  }

  private int run(LoadPlan plan) {
    Output output = Output.of(spec.commandLine(), json);
    DeletionLoad load = new DeletionLoad(plan);
    DeletionLoad.End end = load.run(line -> spec.commandLine().getErr().println(line));
    if (end == DeletionLoad.End.NO_CONNECTION) {
      throw new CommandFailed(
          "no connection to "
              + address
              + " of "
              + plan.target().peer()
              + "; failed attempts: "
              + load.tally().connectionErrors());
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("end", end.toString().toLowerCase(Locale.ROOT));
    object.putAll(load.tally().object());
    output.answer(load.tally().line(), object);
    return ExitStatus.DONE;
  }
}
