package network.wcn.cli.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.DomainWords;
import network.wcn.cli.contract.OperatorText;
import network.wcn.cli.contract.OperatorView;
import network.wcn.cli.contract.Role;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn operator node}: the nodes that clients and other operators reach. */
@Command(name = "node", description = "The operator's nodes.", mixinStandardHelpOptions = true)
final class NodeCommand implements Runnable {
  private static final String NO_PRIVATE = "Address inside one's own network, or None.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(name = "list", description = "Prints the nodes.", mixinStandardHelpOptions = true)
  int list(@Mixin ContractOptions where) {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      List<NodeEndpoint> nodes = session.readableSelf().nodes();
      session
          .output()
          .answer(
              OperatorView.nodes(nodes).stripTrailing(),
              Map.of("nodes", nodes.stream().map(OperatorText::json).toList()));
      return ExitStatus.DONE;
    }
  }

  @Command(name = "add", description = "Adds a node.", mixinStandardHelpOptions = true)
  int add(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--peer-id"},
              paramLabel = "ID",
              required = true,
              description = "Whom the node proves to be.")
          PeerId peerId,
      @Option(
              names = {"-a", "--ip-address"},
              paramLabel = "IP",
              required = true,
              description = "Its public IPv4 address.")
          Ipv4Address address,
      @Option(names = "--private-ip-address", paramLabel = "IP", description = NO_PRIVATE)
          @Nullable String privateAddress,
      @Option(
              names = {"-p", "--primary-port"},
              paramLabel = "PORT",
              required = true,
              description = "UDP port of operations.")
          int primaryPort,
      @Option(
              names = {"-s", "--secondary-port"},
              paramLabel = "PORT",
              required = true,
              description = "UDP port of bulk and metrics.")
          int secondaryPort) {
    NodeEndpoint node =
        node(
            peerId,
            address,
            privateAddress(privateAddress, Optional.empty()),
            primaryPort,
            secondaryPort);
    return OwnData.change(where, how, old -> NodeEdits.add(old, node));
  }

  @Command(
      name = "update",
      description = "Changes a node; what is not given stays as it is.",
      mixinStandardHelpOptions = true)
  int update(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--index"},
              paramLabel = "N",
              required = true,
              description = "Which one, as view numbers them.")
          int index,
      @Option(names = "--peer-id", paramLabel = "ID") @Nullable PeerId peerId,
      @Option(
              names = {"-a", "--ip-address"},
              paramLabel = "IP")
          @Nullable Ipv4Address address,
      @Option(names = "--private-ip-address", paramLabel = "IP", description = NO_PRIVATE)
          @Nullable String privateAddress,
      @Option(
              names = {"-p", "--primary-port"},
              paramLabel = "PORT")
          @Nullable Integer primaryPort,
      @Option(
              names = {"-s", "--secondary-port"},
              paramLabel = "PORT")
          @Nullable Integer secondaryPort) {
    return OwnData.change(
        where,
        how,
        old -> {
          NodeEndpoint before = NodeEdits.at(old, index);
          NodeEndpoint after =
              node(
                  peerId == null ? before.peerId() : peerId,
                  address == null ? before.address() : address,
                  privateAddress(privateAddress, before.privateAddress()),
                  primaryPort == null ? before.primaryPort() : primaryPort,
                  secondaryPort == null ? before.secondaryPort() : secondaryPort);
          return NodeEdits.update(old, index, after);
        });
  }

  @Command(
      name = "remove",
      description = "Removes a node; two have to remain.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--index"},
              paramLabel = "N",
              required = true,
              description = "Which one, as view numbers them.")
          int index) {
    return OwnData.change(where, how, old -> NodeEdits.remove(old, index));
  }

  @Command(
      name = "set",
      description = {
        "Writes all nodes anew. Repairs an operator whose data cannot be read; its name is then",
        "needed, and its clients are gone."
      },
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = "--node",
              paramLabel = "NODE",
              required = true,
              description =
                  "\"PEER_ID ADDRESS PRIVATE_ADDRESS|None PRIMARY SECONDARY\"; repeat it.")
          List<NodeEndpoint> nodes,
      @Option(
              names = {"-n", "--name"},
              paramLabel = "NAME",
              description = "Default: as it is.")
          @Nullable String name) {
    if (nodes.size() < NodeOperator.MIN_NODES) {
      throw new ParameterException(spec.commandLine(), "at least 2 --node, got " + nodes.size());
    }
    try (ContractSession session = where.open(Role.OPERATOR)) {
      return OwnData.write(session, how, NodeEdits.set(session.self(), nodes, name));
    }
  }

  private Optional<Ipv4Address> privateAddress(
      @Nullable String text, Optional<Ipv4Address> otherwise) {
    try {
      return text == null ? otherwise : DomainWords.privateAddress(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private NodeEndpoint node(
      PeerId peerId,
      Ipv4Address address,
      Optional<Ipv4Address> privateAddress,
      int primaryPort,
      int secondaryPort) {
    try {
      return new NodeEndpoint(peerId, address, privateAddress, primaryPort, secondaryPort);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
