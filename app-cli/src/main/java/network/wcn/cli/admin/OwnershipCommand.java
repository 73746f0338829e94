package network.wcn.cli.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import network.wcn.cli.contract.Change;
import network.wcn.cli.contract.ChangeFlow;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.Role;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn admin ownership}: hands the contract to another account, in two steps. */
@Command(
    name = "ownership",
    description = "Hands the contract to another account, which has to accept.",
    mixinStandardHelpOptions = true)
final class OwnershipCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(
      name = "transfer",
      description = {
        "Names the next owner. The present one stays in charge until the next one has accepted, and",
        "may name another, or the zero address to take it back."
      },
      mixinStandardHelpOptions = true)
  int transfer(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(names = "--new-owner", required = true, description = "The account that shall own.")
          OperatorId newOwner) {
    return handOver(where, how, newOwner);
  }

  @Command(
      name = "accept",
      description = "Takes the contract over; signed by the account that was named.",
      mixinStandardHelpOptions = true)
  int accept(@Mixin ContractOptions where, @Mixin ChangeOptions how) {
    try (ContractSession session = where.open(Role.OWNER)) {
      OperatorId account = session.account();
      return new ChangeFlow(session, how)
          .make(
              Change.askingOnlyHere(
                      owners(session, account),
                      Map.of("owner", account.toString()),
                      new ContractCall.AcceptOwnership())
                  .telling("OK. " + account + " is the new owner"));
    }
  }

  private static String owners(ContractSession session, OperatorId newOwner) {
    return "Current owner: " + session.view().owner() + "\nNew owner: " + newOwner;
  }

  static int handOver(ContractOptions where, ChangeOptions how, OperatorId newOwner) {
    try (ContractSession session = where.open(Role.OWNER)) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("old", session.view().owner().toString());
      facts.put("new", newOwner.toString());
      int status =
          new ChangeFlow(session, how)
              .make(
                  Change.asking(
                      owners(session, newOwner),
                      facts,
                      new ContractCall.TransferOwnership(newOwner)));
      if (!session.output().isJson()) {
        session
            .output()
            .line("The new owner takes over by wcn admin ownership accept, with its own key.");
      }
      return status;
    }
  }
}
