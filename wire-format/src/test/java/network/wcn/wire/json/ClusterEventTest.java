package network.wcn.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import org.junit.jupiter.api.Test;

class ClusterEventTest {
  private static final BigInteger VERSION = BigInteger.valueOf(7);
  private static final OperatorId OPERATOR =
      OperatorId.parse("0x0102030405060708090a0b0c0d0e0f1011121314");
  private static final OperatorEntry ENTRY = new OperatorEntry(OPERATOR, Bytes.utf8("data"));
  private static final KeyspaceSpec KEYSPACE =
      new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2, 3, 4)), 0);
  private static final ContractSettings SETTINGS =
      new ContractSettings(4096, 5, Bytes.utf8("extra"));

  @Test
  void theContractsInitializationIsNotTold() {
    assertEquals(
        Optional.empty(),
        ClusterEvent.of(new ContractEvent.Initialized(List.of(ENTRY), SETTINGS, VERSION)));
  }

  @Test
  void everyOtherChangeIsToldWithItsVersion() {
    assertTold(
        new ClusterEvent.MigrationStarted(3, KEYSPACE, 100, VERSION),
        new ContractEvent.MigrationStarted(3, KEYSPACE, 9, 100, VERSION));
    assertTold(
        new ClusterEvent.MigrationDataPullCompleted(3, OPERATOR, VERSION),
        new ContractEvent.MigrationDataPullCompleted(3, OPERATOR, VERSION));
    assertTold(
        new ClusterEvent.MigrationCompleted(3, OPERATOR, VERSION),
        new ContractEvent.MigrationCompleted(3, OPERATOR, VERSION));
    assertTold(
        new ClusterEvent.MigrationAborted(3, 100, VERSION),
        new ContractEvent.MigrationAborted(3, 100, VERSION));
    assertTold(
        new ClusterEvent.MaintenanceStarted(OPERATOR, VERSION),
        new ContractEvent.MaintenanceToggled(OPERATOR, true, VERSION));
    assertTold(
        new ClusterEvent.MaintenanceFinished(VERSION),
        new ContractEvent.MaintenanceToggled(OPERATOR, false, VERSION));
    assertTold(
        new ClusterEvent.NodeOperatorAdded(2, ENTRY, VERSION),
        new ContractEvent.NodeOperatorAdded(2, ENTRY, VERSION));
    assertTold(
        new ClusterEvent.NodeOperatorUpdated(ENTRY, VERSION),
        new ContractEvent.NodeOperatorUpdated(2, ENTRY, VERSION));
    assertTold(
        new ClusterEvent.NodeOperatorRemoved(OPERATOR, VERSION),
        new ContractEvent.NodeOperatorRemoved(2, OPERATOR, VERSION));
    assertTold(
        new ClusterEvent.SettingsUpdated(4096, Bytes.utf8("extra"), VERSION),
        new ContractEvent.SettingsUpdated(SETTINGS, OPERATOR, VERSION));
  }

  private static void assertTold(ClusterEvent told, ContractEvent happened) {
    assertEquals(Optional.of(told), ClusterEvent.of(happened));
    ClusterStreamItem item = new ClusterStreamItem.Happened(told);
    assertEquals(item, ClusterJson.decodeStreamItem(ClusterJson.encodeStreamItem(item)));
  }
}
