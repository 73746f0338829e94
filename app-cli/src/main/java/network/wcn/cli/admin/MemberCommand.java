package network.wcn.cli.admin;

import java.util.List;
import network.wcn.cli.contract.ChangeFlow;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.OperatorRef;
import network.wcn.cli.contract.Role;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.NodeEndpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn admin operator}: who is a member of the network. */
@Command(
    name = "operator",
    description = "The operators of the network.",
    mixinStandardHelpOptions = true)
final class MemberCommand implements Runnable {
  private static final String ACCOUNT = "The operator's account.";
  private static final String WHICH = "The operator's slot, as view numbers them, or account.";
  private static final String NAME = "At most 32 bytes of UTF-8.";
  private static final String NODE =
      "\"PEER_ID ADDRESS PRIVATE_ADDRESS|None PRIMARY SECONDARY\"; repeat it, at least twice.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(
      name = "add",
      description = {
        "Adds an operator, in the lowest free slot; wcn operator onboarding-info of a newcomer",
        "prints this command. It holds no data before a migration includes it."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--id"},
              required = true,
              description = ACCOUNT)
          OperatorId id,
      @Option(
              names = {"-n", "--name"},
              required = true,
              description = NAME)
          String name,
      @Option(names = "--node", required = true, description = NODE) List<NodeEndpoint> nodes) {
    try (ContractSession session = where.open(Role.OWNER)) {
      MemberEdits edits = new MemberEdits(session);
      return new ChangeFlow(session, how).make(edits.add(id, name, nodes));
    }
  }

  @Command(
      name = "set",
      description = {
        "Adds an operator, or writes all of it anew, which clears its clients. Repairs an operator",
        "whose data cannot be read."
      },
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--id"},
              required = true,
              description = ACCOUNT)
          OperatorId id,
      @Option(
              names = {"-n", "--name"},
              required = true,
              description = NAME)
          String name,
      @Option(names = "--node", required = true, description = NODE) List<NodeEndpoint> nodes) {
    try (ContractSession session = where.open(Role.OWNER)) {
      MemberEdits edits = new MemberEdits(session);
      return new ChangeFlow(session, how).make(edits.set(id, name, nodes));
    }
  }

  @Command(
      name = "update",
      description = "Changes an operator; what is not given stays as it is, clients too.",
      mixinStandardHelpOptions = true)
  int update(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--id"},
              required = true,
              description = WHICH)
          OperatorRef operator,
      @Option(
              names = {"-n", "--name"},
              description = NAME)
          @Nullable String name,
      @Option(names = "--node", description = NODE) @Nullable List<NodeEndpoint> nodes) {
    if (name == null && nodes == null) {
      throw new ParameterException(
          spec.commandLine(), "nothing to change: give --name, --node or both");
    }
    try (ContractSession session = where.open(Role.OWNER)) {
      MemberEdits edits = new MemberEdits(session);
      return new ChangeFlow(session, how).make(edits.update(session.slot(operator), name, nodes));
    }
  }

  @Command(
      name = "remove",
      description = "Removes an operator that holds no data.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-i", "--id"},
              required = true,
              description = WHICH)
          OperatorRef operator) {
    try (ContractSession session = where.open(Role.OWNER)) {
      MemberEdits edits = new MemberEdits(session);
      return new ChangeFlow(session, how).make(edits.remove(session.slot(operator)));
    }
  }
}
