package network.wcn.adapter.evm;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.account.Keccak256;

/**
 * How the contract's events look in the log of a block.
 *
 * @see "vectors/contract/logs.json"
 */
final class EventAbi {
  private static final Map<Bytes, Decoder> DECODERS = decoders();

  private EventAbi() {}

  /** Reads one kind of event. */
  private interface Decoder {
    ContractEvent decode(ChainLog log, AbiReader data);
  }

  /**
   * Returns the event in {@code log}; empty for logs that are no change of the view, like those of
   * a new owner or code.
   *
   * @throws MalformedMessage if the log has an event's name and another content
   */
  static Optional<ContractEvent> decode(ChainLog log) {
    if (log.topics().isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(DECODERS.get(log.topics().getFirst()))
        .map(decoder -> decoder.decode(log, AbiReader.of(log.data())));
  }

  private static Map<Bytes, Decoder> decoders() {
    Map<Bytes, Decoder> decoders = new HashMap<>();
    put(
        decoders,
        "ClusterInitialized((address,bytes)[],(uint16,uint8,bytes),uint128)",
        (_, data) ->
            new ContractEvent.Initialized(
                data.array(ContractAbi::readOperator),
                data.tuple(ContractAbi::readSettings),
                data.number(128)));
    put(
        decoders,
        "MigrationStarted(uint64,(uint256,uint8),uint64,uint128)",
        (log, data) ->
            new ContractEvent.MigrationStarted(
                id(log),
                ContractAbi.readKeyspace(data),
                data.u64(),
                log.block().timeSeconds(),
                data.number(128)));
    put(
        decoders,
        "MigrationDataPullCompleted(uint64,address,uint128)",
        (log, data) ->
            new ContractEvent.MigrationDataPullCompleted(
                id(log), account(log, 2), data.number(128)));
    put(
        decoders,
        "MigrationCompleted(uint64,address,uint128)",
        (log, data) ->
            new ContractEvent.MigrationCompleted(id(log), account(log, 2), data.number(128)));
    put(
        decoders,
        "MigrationAborted(uint64,uint128)",
        (log, data) ->
            new ContractEvent.MigrationAborted(
                id(log), log.block().timeSeconds(), data.number(128)));
    putOperatorEvents(decoders);
    put(
        decoders,
        "MaintenanceToggled(address,bool,uint128)",
        (log, data) ->
            new ContractEvent.MaintenanceToggled(account(log, 1), data.flag(), data.number(128)));
    put(
        decoders,
        "SettingsUpdated((uint16,uint8,bytes),address,uint128)",
        (log, data) ->
            new ContractEvent.SettingsUpdated(
                data.tuple(ContractAbi::readSettings), account(log, 1), data.number(128)));
    return Map.copyOf(decoders);
  }

  private static void putOperatorEvents(Map<Bytes, Decoder> decoders) {
    put(
        decoders,
        "NodeOperatorAdded(address,uint8,bytes,uint128)",
        (log, data) ->
            new ContractEvent.NodeOperatorAdded(slot(log), operator(log, data), data.number(128)));
    put(
        decoders,
        "NodeOperatorUpdated(address,uint8,bytes,uint128)",
        (log, data) ->
            new ContractEvent.NodeOperatorUpdated(
                slot(log), operator(log, data), data.number(128)));
    put(
        decoders,
        "NodeOperatorRemoved(address,uint8,uint128)",
        (log, data) ->
            new ContractEvent.NodeOperatorRemoved(slot(log), account(log, 1), data.number(128)));
  }

  private static void put(Map<Bytes, Decoder> decoders, String signature, Decoder decoder) {
    decoders.put(Keccak256.hash(Bytes.utf8(signature)), decoder);
  }

  private static OperatorEntry operator(ChainLog log, AbiReader data) {
    return new OperatorEntry(account(log, 1), data.blob());
  }

  private static long id(ChainLog log) {
    return topic(log, 1).u64();
  }

  private static int slot(ChainLog log) {
    return topic(log, 2).u8();
  }

  private static OperatorId account(ChainLog log, int topic) {
    return topic(log, topic).address();
  }

  private static AbiReader topic(ChainLog log, int index) {
    if (index >= log.topics().size()) {
      throw new MalformedMessage(
          "expected topic " + index + ", got a log of " + log.topics().size() + " topics");
    }
    return AbiReader.of(log.topics().get(index));
  }
}
