package network.wcn.cli.contract;

import java.util.Map;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.Output;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.LedgerOutcome;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.port.cluster.ContractDeployment;
import network.wcn.port.cluster.ContractRefused;
import network.wcn.port.cluster.DeploymentCost;
import network.wcn.wire.onchain.OperatorDataCodec;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One command's connection to a chain that shall get a contract. */
public final class DeploymentSession implements AutoCloseable {
  private final ContractDeployment deployment;
  private final ClusterKey clusterKey;
  private final CommandLine command;
  private final Output output;

  DeploymentSession(
      ContractDeployment deployment, ClusterKey clusterKey, CommandLine command, Output output) {
    this.deployment = deployment;
    this.clusterKey = clusterKey;
    this.command = command;
    this.output = output;
  }

  /** Returns the account that pays, and owns the contract from then on. */
  public OperatorId account() {
    return deployment.account();
  }

  /** Returns the chain's ID. */
  public long chainId() {
    return deployment.chainId();
  }

  /** Returns {@code operator} as the contract is to hold it. */
  public OperatorEntry entry(NodeOperator operator) {
    try {
      return new OperatorEntry(operator.id(), new OperatorDataCodec(clusterKey).encode(operator));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns what a deployment takes.
   *
   * @throws CommandFailed if a rule of the contract forbids {@code genesis}
   */
  public DeploymentCost cost(Genesis genesis) {
    if (Ledger.initialize(genesis) instanceof LedgerOutcome.Refused(ContractRefusal refusal)) {
      throw RefusalAdvice.failure(new ContractRefused(refusal));
    }
    return deployment.cost(genesis);
  }

  /**
   * Deploys after a question.
   *
   * @param shown what will be deployed, for people
   * @param facts the same for programs
   * @return the exit status: done also if it was declined or only tried
   */
  public int deploy(Genesis genesis, String shown, Map<String, ?> facts, ChangeOptions how) {
    return new Proceeding(command, output, how)
        .carryOut(
            new Undertaking(
                shown,
                facts,
                "the chain would take this",
                false,
                "Sending two transactions as " + account() + ", waiting for the receipts...",
                "there may be a contract or not: look at the account's transactions before you"
                    + " repeat it",
                () -> {
                  String address = deployment.deploy(genesis).toString();
                  return new Undertaking.Outcome(
                      "Deployed!\nSmart-contract address: " + address,
                      Map.of("contract_address", address),
                      "Done.");
                }));
  }

  /** Returns the failure of a command that was used wrongly. */
  public ParameterException wrong(String message) {
    return new ParameterException(command, message);
  }

  @Override
  public void close() {
    deployment.close();
  }
}
