package network.wcn.cli.contract;

import java.util.Optional;
import java.util.OptionalInt;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.Output;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.onchain.OnChainData;
import network.wcn.wire.onchain.OperatorDataCodec;
import network.wcn.wire.onchain.SettingsCodec;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One command's connection to the contract; reads the view once, changes it at most once. */
public final class ContractSession implements AutoCloseable {
  static final String NO_KEY =
      "no encryption key: give --encryption-key, WCN_CLUSTER_SMART_CONTRACT_ENCRYPTION_KEY or"
          + " --config";

  private final ClusterContract contract;
  private final Optional<ClusterKey> clusterKey;
  private final Role role;
  private final CommandLine command;
  private final Output output;
  private Optional<ContractView> seen = Optional.empty();

  ContractSession(
      ClusterContract contract,
      Optional<ClusterKey> clusterKey,
      Role role,
      CommandLine command,
      Output output) {
    this.contract = contract;
    this.clusterKey = clusterKey;
    this.role = role;
    this.command = command;
    this.output = output;
  }

  public Output output() {
    return output;
  }

  /** Returns what the contract said when this command asked first. */
  public ContractView view() {
    if (seen.isEmpty()) {
      seen = Optional.of(contract.view());
    }
    return seen.get();
  }

  ClusterContract contract() {
    return contract;
  }

  CommandLine command() {
    return command;
  }

  /**
   * Returns the account that signs.
   *
   * @throws ParameterException if none is given
   */
  public OperatorId account() {
    return contract.signer().orElseThrow(() -> wrong(noAccount(role)));
  }

  static String noAccount(Role role) {
    return "no account: give --private-key-file, --private-key, --signer-url, "
        + role.keyVariable()
        + ", or --as with --config";
  }

  /**
   * Returns what the contract holds about the operator that signs.
   *
   * @throws CommandFailed if the account is no operator
   */
  public ClusterOperator self() {
    return find(account())
        .orElseThrow(() ->
            new CommandFailed(
                account()
                    + " is no operator of this network: is the key the right one, and the"
                    + " contract? The owner adds operators by wcn admin operator add"));
  }

  /**
   * Returns the operator that signs, if it can be changed bit by bit.
   *
   * @throws CommandFailed if the account is no operator, or its data cannot be read
   */
  public NodeOperator readableSelf() {
    return readable(self());
  }

  /** Returns an operator, if there is one of this account. */
  public Optional<ClusterOperator> find(OperatorId id) {
    OptionalInt slot = view().slotOf(id);
    return slot.isEmpty() ? Optional.empty() : at(slot.getAsInt());
  }

  /**
   * Returns the slot of an operator.
   *
   * @throws CommandFailed if nobody is there
   */
  public int slot(OperatorRef operator) {
    OptionalInt slot =
        switch (operator) {
          case OperatorRef.Account(OperatorId id) -> view().slotOf(id);
          case OperatorRef.Slot(int number) ->
              isOccupied(number) ? OptionalInt.of(number) : OptionalInt.empty();
        };
    return slot.orElseThrow(() ->
        new CommandFailed(
            operator + " does not exist; wcn admin view lists the operators with their slots"));
  }

  private boolean isOccupied(int slot) {
    return slot < view().operatorSlots().size() && view().operatorSlots().get(slot).isPresent();
  }

  /** Returns the operator of a slot, if the view has that slot and somebody is there. */
  public Optional<ClusterOperator> at(int slot) {
    return slot < 0 || slot >= view().operatorSlots().size()
        ? Optional.empty()
        : view().operatorSlots().get(slot).map(data()::operator);
  }

  /**
   * Returns {@code operator} if its data can be read.
   *
   * @throws CommandFailed if not; says how to repair it
   */
  public static NodeOperator readable(ClusterOperator operator) {
    return switch (operator) {
      case NodeOperator readable -> readable;
      case CorruptedOperator corrupted ->
          throw new CommandFailed(
              "the data of operator "
                  + corrupted.id()
                  + " on chain cannot be read ("
                  + corrupted.reason()
                  + "); write all of it anew by wcn operator node set, or, as the owner, by"
                  + " wcn admin operator set");
    };
  }

  /** Returns {@code operator} as the contract is to hold it. */
  public OperatorEntry entry(NodeOperator operator) {
    try {
      return new OperatorEntry(operator.id(), new OperatorDataCodec(key()).encode(operator));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether the contract holds exactly {@code entry}. */
  public boolean holds(OperatorEntry entry) {
    return view().operatorSlots().contains(Optional.of(entry));
  }

  /**
   * Returns the network's settings.
   *
   * @throws CommandFailed if they cannot be read; nothing can be served then
   */
  public NetworkSettings settings() {
    try {
      return SettingsCodec.decode(view().settings());
    } catch (MalformedMessage e) {
      throw new CommandFailed(
          "the network's settings on chain cannot be read ("
              + e.getMessage()
              + "); the owner writes them anew by wcn admin settings set",
          e);
    }
  }

  /** Returns how operators are called. */
  public OperatorNames names() {
    return new OperatorNames(this);
  }

  private OnChainData data() {
    return new OnChainData(key());
  }

  private ClusterKey key() {
    return clusterKey.orElseThrow(() -> wrong(NO_KEY));
  }

  /** Returns the failure of a command that was used wrongly. */
  public ParameterException wrong(String message) {
    return new ParameterException(command, message);
  }

  @Override
  public void close() {
    contract.close();
  }
}
