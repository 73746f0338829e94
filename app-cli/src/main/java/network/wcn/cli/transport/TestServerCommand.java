package network.wcn.cli.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import network.wcn.client.wiring.QuicTransports;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wcn operator test-server}: a database that stores nothing, to try a network with. */
@Command(
    name = "test-server",
    description = {
      "Serves the database API to anyone and stores nothing.",
      "Writes succeed, reads fail, until a signal comes. Its key is known to everybody; do not leave",
      "it running."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "wcn operator test-client loads it from another machine."})
public final class TestServerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-p", "--port"},
      required = true,
      description = "UDP port to listen on, 0 for any free one.")
  private long port;

  @Option(
      names = {"-c", "--connection-timeout-ms"},
      paramLabel = "MS",
      defaultValue = "2000",
      description = "How long a connection may take to be made (default ${DEFAULT-VALUE}).")
  private long connectionTimeout;

  @Option(
      names = {"-m", "--max-connections"},
      paramLabel = "N",
      defaultValue = "2000",
      description = "Connections at once (default ${DEFAULT-VALUE}).")
  private long maxConnections;

  @Option(
      names = {"-M", "--max-connections-per-ip"},
      paramLabel = "N",
      defaultValue = "1000",
      description = "Connections at once from one address (default ${DEFAULT-VALUE}).")
  private long maxConnectionsPerIp;

  @Option(
      names = {"-I", "--max-connection-rate-per-ip"},
      paramLabel = "N",
      defaultValue = "1000",
      description = "New connections per second from one address (default ${DEFAULT-VALUE}).")
  private long maxConnectionRatePerIp;

  @Option(
      names = {"-r", "--max-concurrent-rpcs"},
      paramLabel = "N",
      defaultValue = "10000",
      description = "Calls at once (default ${DEFAULT-VALUE}).")
  private long maxConcurrentRpcs;

  @Option(
      names = "--max-idle-connection-timeout-ms",
      paramLabel = "MS",
      defaultValue = "500",
      description = "A connection is closed after that silence (default ${DEFAULT-VALUE}).")
  private long idleTimeout;

  @Option(names = "--json", description = "Print one JSON object once it serves.")
  private boolean json;

  @Override
  public Integer call() {
    ServerSettings settings = settings();
    return UntilSignal.run(() -> serve(settings));
  }

  private ServerSettings settings() {
    OptionRange range = new OptionRange(spec.commandLine());
    return new ServerSettings(
        "primary",
        range.of("--port", port, 0, 65_535),
        range.millis("--connection-timeout-ms", connectionTimeout, 1),
        range.of("--max-connections", maxConnections, 1, Integer.MAX_VALUE),
        range.of("--max-connections-per-ip", maxConnectionsPerIp, 1, Integer.MAX_VALUE),
        range.of("--max-connection-rate-per-ip", maxConnectionRatePerIp, 1, Integer.MAX_VALUE),
        range.of("--max-concurrent-rpcs", maxConcurrentRpcs, 1, Integer.MAX_VALUE),
        range.millis("--max-idle-connection-timeout-ms", idleTimeout, 0),
        Priority.HIGH);
  }

  private int serve(ServerSettings settings) {
    SecretKey key = TestKey.ofServer();
    try (RpcTransport transport = QuicTransports.open(key, Metrics.none());
        RpcServer server = transport.serve(settings, List.of(new HollowStorage()))) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("peer_id", key.peerId().toString());
      object.put("port", server.port());
      Output.of(spec.commandLine(), json)
          .answer("Peer ID: " + key.peerId() + "\nPort: " + server.port(), object);
      new CountDownLatch(1).await();
    } catch (LinkFault fault) {
      throw new CommandFailed(
          "cannot listen on UDP port " + settings.port() + ": " + fault.getMessage(), fault);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return ExitStatus.DONE;
  }
}
