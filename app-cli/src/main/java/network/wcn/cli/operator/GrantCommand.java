package network.wcn.cli.operator;

import java.util.List;
import java.util.Map;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.OperatorText;
import network.wcn.cli.contract.OperatorView;
import network.wcn.cli.contract.Role;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.AuthorizedClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn operator client}: who may use which of the operator's namespaces. */
@Command(
    name = "client",
    description = "The clients that may use the operator's namespaces.",
    mixinStandardHelpOptions = true)
final class GrantCommand implements Runnable {
  private static final String NAMESPACES = "0 to 255; repeat it.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(name = "list", description = "Prints the clients.", mixinStandardHelpOptions = true)
  int list(@Mixin ContractOptions where) {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      List<AuthorizedClient> clients = session.readableSelf().clients();
      session
          .output()
          .answer(
              OperatorView.clients(clients).stripTrailing(),
              Map.of("clients", clients.stream().map(OperatorText::json).toList()));
      return ExitStatus.DONE;
    }
  }

  @Command(
      name = "set",
      description = "Adds a client, or replaces its namespaces.",
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--peer-id"},
              paramLabel = "ID",
              required = true)
          PeerId peerId,
      @Option(
              names = {"-n", "--namespace"},
              paramLabel = "N",
              required = true,
              description = NAMESPACES)
          List<Integer> namespaces) {
    AuthorizedClient client = client(peerId, namespaces);
    return OwnData.change(where, how, old -> ClientEdits.set(old, client));
  }

  @Command(name = "add", description = "Adds a client.", mixinStandardHelpOptions = true)
  int add(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--peer-id"},
              paramLabel = "ID",
              required = true)
          PeerId peerId,
      @Option(
              names = {"-n", "--namespace"},
              paramLabel = "N",
              required = true,
              description = NAMESPACES)
          List<Integer> namespaces) {
    AuthorizedClient client = client(peerId, namespaces);
    return OwnData.change(where, how, old -> ClientEdits.add(old, client));
  }

  @Command(
      name = "update",
      description = "Replaces the namespaces of a client.",
      mixinStandardHelpOptions = true)
  int update(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--peer-id"},
              paramLabel = "ID",
              required = true)
          PeerId peerId,
      @Option(
              names = {"-n", "--namespace"},
              paramLabel = "N",
              required = true,
              description = NAMESPACES)
          List<Integer> namespaces) {
    AuthorizedClient client = client(peerId, namespaces);
    return OwnData.change(where, how, old -> ClientEdits.update(old, client));
  }

  @Command(name = "remove", description = "Removes a client.", mixinStandardHelpOptions = true)
  int remove(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--peer-id"},
              paramLabel = "ID",
              required = true)
          PeerId peerId) {
    return OwnData.change(where, how, old -> ClientEdits.remove(old, peerId));
  }

  private AuthorizedClient client(PeerId peerId, List<Integer> namespaces) {
    try {
      return AuthorizedClient.of(peerId, namespaces.stream().mapToInt(Integer::intValue).toArray());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
