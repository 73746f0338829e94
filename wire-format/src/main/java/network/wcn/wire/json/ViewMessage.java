package network.wcn.wire.json;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;

/** The cluster view as its JSON has it, which is not quite as the contract has it. */
record ViewMessage(
    OperatorId owner,
    Settings settings,
    List<Optional<OperatorEntry>> operators,
    List<KeyspaceSpec> keyspaces,
    long keyspaceVersion,
    Migration migration,
    Optional<OperatorId> maintenance,
    BigInteger clusterVersion) {
  /** What the message lacks: every network has this as its least number of operators. */
  private static final int MIN_OPERATORS = 5;

  /** The message's settings. */
  record Settings(int maxOperatorDataBytes, Bytes extra) {}

  /** The message's migration, of which {@code abortedAt} is there only if it was aborted. */
  record Migration(long id, SlotMask pulling, long startedAt, Optional<Long> abortedAt) {}

  static ViewMessage of(ContractView view) {
    ContractMigration migration = view.migration();
    return new ViewMessage(
        view.owner(),
        new Settings(view.settings().maxOperatorDataBytes(), view.settings().extra()),
        view.operatorSlots(),
        view.keyspaces(),
        view.keyspaceVersion(),
        new Migration(
            migration.id(),
            migration.pulling(),
            migration.startedAt(),
            migration.isAborted() ? Optional.of(migration.abortedAt()) : Optional.empty()),
        view.maintenance(),
        view.version());
  }

  ContractView toContractView() {
    return new ContractView(
        owner,
        new ContractSettings(settings.maxOperatorDataBytes(), MIN_OPERATORS, settings.extra()),
        clusterVersion,
        keyspaceVersion,
        operators,
        keyspaces,
        new ContractMigration(
            migration.id(),
            migration.startedAt(),
            // 0 is what the contract holds before the first abort.
            migration.abortedAt().orElse(0L),
            migration.pulling()),
        maintenance);
  }
}
