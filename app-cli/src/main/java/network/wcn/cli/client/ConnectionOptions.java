package network.wcn.cli.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.wcn.cli.Output;
import network.wcn.cli.devnet.DevnetFile;
import network.wcn.client.ClientNode;
import network.wcn.client.Records;
import network.wcn.client.WcnClient;
import network.wcn.client.WcnClientBuilder;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whom a client command asks, as whom, and in which namespace. */
final class ConnectionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The devnet.json of a network: nodes, key and namespace. Default: WCN_CONFIG, then the "
              + "default devnet.")
  private @Nullable Path config;

  @Option(
      names = "--address",
      paramLabel = "IP:PORT",
      description = "Instead of --config: a node's address and primary port.")
  private @Nullable String address;

  @Option(names = "--peer-id", paramLabel = "ID", description = "That node's peer ID.")
  private @Nullable String peerId;

  @Option(
      names = "--secret-key",
      paramLabel = "BASE64",
      description =
          "The client's secret key; WCN_CLIENT_SECRET_KEY keeps it out of the list of processes.")
  private @Nullable String secretKey;

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      description = "<operator address>/<0 to 255>; default: the first one of --config.")
  private @Nullable String namespace;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeToLive.class,
      defaultValue = "10s",
      description = "How long the operation may take (default ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Something done in one namespace. */
  @FunctionalInterface
  interface Task {
    int run(Records records, Output output);
  }

  /** Connects, runs {@code task} and returns its exit status. */
  int run(Task task) {
    WcnClientBuilder builder = WcnClient.builder().operationTimeout(timeout);
    Namespace where;
    if (address != null || peerId != null) {
      builder.bootstrap(node()).secretKey(key(null));
      where = namespaceOr(null);
    } else {
      DevnetFile file = DevnetFile.read(config != null ? config : DevnetFile.defaultPath());
      builder.bootstrap(file.clientNodes().toArray(ClientNode[]::new));
      builder.secretKey(key(file.clientSecretKey()));
      where = namespaceOr(file.clientNamespaces());
    }
    try (WcnClient client = builder.connect()) {
      return task.run(client.namespace(where), Output.of(command.commandLine(), json));
    }
  }

  private ClientNode node() {
    if (address == null || peerId == null) {
      throw wrong("--address and --peer-id go together, one of them is missing");
    }
    int colon = address.lastIndexOf(':');
    try {
      return ClientNode.of(
          PeerId.parse(peerId),
          address.substring(0, Math.max(colon, 0)),
          Integer.parseInt(address.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw wrong("no node at --address " + address + ": " + e.getMessage());
    }
  }

  private SecretKey key(@Nullable SecretKey configured) {
    String environment = System.getenv("WCN_CLIENT_SECRET_KEY");
    String text = secretKey != null || configured != null ? secretKey : environment;
    if (text == null) {
      if (configured == null) {
        throw wrong("no key: give --secret-key, WCN_CLIENT_SECRET_KEY or --config");
      }
      return configured;
    }
    try {
      return SecretKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Namespace namespaceOr(@Nullable List<Namespace> configured) {
    if (namespace != null) {
      try {
        return Namespace.parse(namespace);
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }
    if (configured == null || configured.isEmpty()) {
      throw wrong("no namespace: give --namespace or --config");
    }
    return configured.getFirst();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
