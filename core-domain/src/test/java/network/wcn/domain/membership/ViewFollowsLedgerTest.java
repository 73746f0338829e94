package network.wcn.domain.membership;

import static network.wcn.domain.membership.ViewFixture.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random calls on a ledger: a view that applies its events always says what the ledger says, and
 * one that cannot is valid again after it has read the ledger.
 */
class ViewFollowsLedgerTest {
  private static final OperatorId OWNER = id(0xaa);
  private static final int CALLS = 2_000;

  private final ViewReader reader = ViewFixture.reader();
  private int appliedCount;
  private int rejectedCount;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eventsLeadToTheViewOfTheLedger(long seed) {
    Random random = new Random(seed);
    Ledger ledger = deployed();
    ClusterView view = reader.read(ledger.view()).orElseThrow();
    for (int i = 0; i < CALLS; i++) {
      long now = 1_000L + i / 3;
      LedgerOutcome outcome = ledger.apply(caller(random), call(random, ledger), now);
      if (outcome instanceof LedgerOutcome.Changed changed) {
        ledger = changed.next();
        view = follow(view, changed, "seed " + seed + ", call " + i + ": " + changed.event());
      }
    }
    assertTrue(appliedCount > 100, "seed " + seed + " applied " + appliedCount);
    assertTrue(rejectedCount > 0, "seed " + seed + " shows no surprise");
  }

  private ClusterView follow(ClusterView view, LedgerOutcome.Changed changed, String step) {
    ContractView truth = changed.next().view();
    return switch (reader.apply(view, changed.event())) {
      case ViewUpdate.Accepted accepted -> {
        appliedCount++;
        assertEquals(truth, accepted.view().contract(), step);
        yield accepted.view();
      }
      case ViewUpdate.Rejected rejected -> {
        rejectedCount++;
        assertTrue(
            changed.event() instanceof ContractEvent.MaintenanceToggled,
            () -> step + ": " + rejected.reason());
        yield reader.read(truth, view).orElseThrow();
      }
    };
  }

  private static Ledger deployed() {
    List<OperatorEntry> operators = IntStream.range(0, 7).mapToObj(ViewFixture::entry).toList();
    LedgerOutcome outcome =
        Ledger.initialize(new Genesis(OWNER, ViewFixture.settings(5_000, 500), operators));
    return ((LedgerOutcome.Changed) outcome).next();
  }

  /** Mostly the owner, so that most calls pass. */
  private static OperatorId caller(Random random) {
    return random.nextInt(3) == 0 ? id(1 + random.nextInt(9)) : OWNER;
  }

  private static ContractCall call(Random random, Ledger ledger) {
    OperatorId someone = id(1 + random.nextInt(9));
    Bytes data = Bytes.of((byte) random.nextInt(200));
    return switch (random.nextInt(16)) {
      case 0, 1 -> new ContractCall.StartMigration(keyspace(random, ledger));
      case 2, 3, 4, 5, 6, 7 -> new ContractCall.CompleteMigration(ledger.view().migration().id());
      case 8 -> new ContractCall.AbortMigration(ledger.view().migration().id());
      case 9, 10 -> new ContractCall.AddNodeOperator(new OperatorEntry(someone, data));
      case 11, 12 -> new ContractCall.UpdateNodeOperatorData(someone, data);
      case 13 -> new ContractCall.RemoveNodeOperator(someone);
      case 14 ->
          random.nextInt(4) == 0
              ? new ContractCall.SetMaintenance(random.nextBoolean())
              : new ContractCall.SetMaintenance(false);
      default -> new ContractCall.UpdateSettings(ViewFixture.settings(random.nextInt(9_000), 500));
    };
  }

  private static KeyspaceSpec keyspace(Random random, Ledger ledger) {
    List<Integer> slots = new ArrayList<>(ledger.slots().occupied().slots());
    while (slots.size() > 5 && random.nextBoolean()) {
      int position = random.nextInt(slots.size());
      slots.subList(position, position + 1).clear();
    }
    return ViewFixture.spec(slots);
  }
}
