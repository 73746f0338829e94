package network.wcn.adapter.evm;

import static network.wcn.adapter.evm.AbiValue.address;
import static network.wcn.adapter.evm.AbiValue.flag;
import static network.wcn.adapter.evm.AbiValue.number;
import static network.wcn.adapter.evm.AbiValue.tuple;
import static network.wcn.adapter.evm.AbiValue.unsigned;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.account.Keccak256;

/**
 * How calls and answers of the contract look on chain.
 *
 * @see "protocol/contract.md; vectors/Cluster.abi.json"
 */
final class ContractAbi {
  private static final int SELECTOR_BYTES = 4;

  private static final Bytes GET_VIEW = selector("getView()");
  private static final Bytes VERSION = selector("version()");
  private static final Bytes INITIALIZE =
      selector("initialize((uint16,uint8,bytes),(address,bytes)[])");
  private static final Bytes START_MIGRATION = selector("startMigration((uint256,uint8))");
  private static final Bytes COMPLETE_MIGRATION = selector("completeMigration(uint64)");
  private static final Bytes ABORT_MIGRATION = selector("abortMigration(uint64)");
  private static final Bytes ADD_OPERATOR = selector("addNodeOperator((address,bytes))");
  private static final Bytes UPDATE_OPERATOR = selector("updateNodeOperatorData(address,bytes)");
  private static final Bytes REMOVE_OPERATOR = selector("removeNodeOperator(address)");
  private static final Bytes SET_MAINTENANCE = selector("setMaintenance(bool)");
  private static final Bytes UPDATE_SETTINGS = selector("updateSettings((uint16,uint8,bytes))");
  private static final Bytes TRANSFER_OWNERSHIP = selector("transferOwnership(address)");
  private static final Bytes ACCEPT_OWNERSHIP = selector("acceptOwnership()");
  private static final Bytes RENOUNCE_OWNERSHIP = selector("renounceOwnership()");

  private ContractAbi() {}

  /** Returns the first four bytes of the hash of a signature: the name of a function or error. */
  static Bytes selector(String signature) {
    return Keccak256.hash(Bytes.utf8(signature)).slice(0, SELECTOR_BYTES);
  }

  static Bytes getView() {
    return GET_VIEW;
  }

  static Bytes version() {
    return VERSION;
  }

  /** Returns the calldata of {@code call}. */
  static Bytes encode(ContractCall call) {
    return switch (call) {
      case ContractCall.StartMigration(KeyspaceSpec target) ->
          calldata(START_MIGRATION, keyspace(target));
      case ContractCall.CompleteMigration(long id) -> calldata(COMPLETE_MIGRATION, unsigned(id));
      case ContractCall.AbortMigration(long id) -> calldata(ABORT_MIGRATION, unsigned(id));
      case ContractCall.AddNodeOperator(OperatorEntry operator) ->
          calldata(ADD_OPERATOR, operator(operator));
      case ContractCall.UpdateNodeOperatorData(OperatorId id, Bytes data) ->
          calldata(UPDATE_OPERATOR, address(id), new AbiValue.Blob(data));
      case ContractCall.RemoveNodeOperator(OperatorId id) -> calldata(REMOVE_OPERATOR, address(id));
      case ContractCall.SetMaintenance(boolean active) -> calldata(SET_MAINTENANCE, flag(active));
      case ContractCall.UpdateSettings(ContractSettings settings) ->
          calldata(UPDATE_SETTINGS, settings(settings));
      case ContractCall.TransferOwnership(OperatorId newOwner) ->
          calldata(TRANSFER_OWNERSHIP, address(newOwner));
      case ContractCall.AcceptOwnership() -> calldata(ACCEPT_OWNERSHIP);
      case ContractCall.RenounceOwnership() -> calldata(RENOUNCE_OWNERSHIP);
    };
  }

  /** Returns the calldata that a proxy's constructor hands to a fresh contract. */
  static Bytes encode(Genesis genesis) {
    List<AbiValue> operators = genesis.operators().stream().map(ContractAbi::operator).toList();
    return calldata(INITIALIZE, settings(genesis.settings()), new AbiValue.Array(operators));
  }

  private static Bytes calldata(Bytes selector, AbiValue... arguments) {
    return selector.concat(tuple(arguments).encode());
  }

  private static AbiValue keyspace(KeyspaceSpec keyspace) {
    return tuple(
        new AbiValue.Word(keyspace.operators().bits()), number(keyspace.replicationStrategy()));
  }

  private static AbiValue operator(OperatorEntry operator) {
    return tuple(address(operator.id()), new AbiValue.Blob(operator.data()));
  }

  private static AbiValue settings(ContractSettings settings) {
    return tuple(
        number(settings.maxOperatorDataBytes()),
        number(settings.minOperators()),
        new AbiValue.Blob(settings.extra()));
  }

  /**
   * Reads what getView() answers.
   *
   * @throws MalformedMessage if {@code answer} is no view
   */
  static ContractView decodeView(Bytes answer) {
    return AbiReader.of(answer).tuple(ContractAbi::view);
  }

  /**
   * Reads what version() answers.
   *
   * @throws MalformedMessage if {@code answer} is no version
   */
  static BigInteger decodeVersion(Bytes answer) {
    return AbiReader.of(answer).number(128);
  }

  private static ContractView view(AbiReader reader) {
    OperatorId owner = reader.address();
    ContractSettings settings = reader.tuple(ContractAbi::readSettings);
    BigInteger version = reader.number(128);
    long keyspaceVersion = reader.u64();
    List<Optional<OperatorEntry>> slots = reader.array(ContractAbi::readSlot);
    List<KeyspaceSpec> keyspaces = List.of(readKeyspace(reader), readKeyspace(reader));
    ContractMigration migration =
        new ContractMigration(reader.u64(), reader.u64(), reader.u64(), readMask(reader));
    OperatorId maintenance = reader.address();
    return new ContractView(
        owner,
        settings,
        version,
        keyspaceVersion,
        slots,
        keyspaces,
        migration,
        Optional.of(maintenance).filter(holder -> !holder.isZero()));
  }

  static ContractSettings readSettings(AbiReader reader) {
    return new ContractSettings(reader.u16(), reader.u8(), reader.blob());
  }

  static KeyspaceSpec readKeyspace(AbiReader reader) {
    return new KeyspaceSpec(readMask(reader), reader.u8());
  }

  static OperatorEntry readOperator(AbiReader reader) {
    return new OperatorEntry(reader.address(), reader.blob());
  }

  /** A slot without data is empty: the contract takes no operator without any. */
  private static Optional<OperatorEntry> readSlot(AbiReader reader) {
    OperatorEntry entry = readOperator(reader);
    return Optional.of(entry).filter(slot -> !slot.id().isZero() || !slot.data().isEmpty());
  }

  private static SlotMask readMask(AbiReader reader) {
    return new SlotMask(reader.number(256));
  }
}
