package network.wcn.domain.membership;

import static network.wcn.domain.membership.ViewFixture.FIRST_FIVE;
import static network.wcn.domain.membership.ViewFixture.LAST_FIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.keyspace.Keyspace;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.Audience;
import org.junit.jupiter.api.Test;

/** Who is written to after a migration, while others still read from the replicas it replaced. */
class RetiringKeyspaceTest {
  private static final long NOW_NANOS = 1_000_000L * 1_000_000_000L;
  private static final Namespace NAMESPACE = new Namespace(ViewFixture.id(1), 0);
  private static final Operation DELETE =
      new Operation.Del(NAMESPACE, Bytes.utf8("key"), new RecordVersion(1));
  private static final Operation GET = new Operation.Get(NAMESPACE, Bytes.utf8("key"));

  /** From the first five operators of version 0 to the last five, started at second 100. */
  private static ContractView migration(long version, long abortedAt, SlotMask pulling) {
    return ViewFixture.sixOperators()
        .withMigration(
            version,
            List.of(FIRST_FIVE, LAST_FIVE),
            new ContractMigration(1, 100, abortedAt, pulling));
  }

  private static Set<Integer> asked(ContractView contract, Operation operation, boolean settled) {
    ClusterView view = ViewFixture.view(contract);
    return new TreeSet<>(Audience.of(view, operation, NOW_NANOS, settled).replicas());
  }

  @Test
  void aCompletedMigrationLeavesTheKeyspaceThatItReplaced() {
    ClusterView view = ViewFixture.view(migration(1, 0, SlotMask.EMPTY));

    assertEquals(Optional.of(List.of(0, 1, 2, 3, 4)), view.retiring().map(Keyspace::members));
  }

  @Test
  void whoMayNotHaveHeardOfTheEndStillFindsEveryWrite() {
    ContractView completed = migration(1, 0, SlotMask.EMPTY);

    assertEquals(Set.of(0, 1, 2, 3, 4, 5), asked(completed, DELETE, false));
    assertEquals(Set.of(1, 2, 3, 4, 5), asked(completed, DELETE, true));
    assertEquals(Set.of(1, 2, 3, 4, 5), asked(completed, GET, false));
  }

  @Test
  void whileItRunsWritesGoToBothAndReadsToTheOld() {
    ContractView running = migration(1, 0, SlotMask.of(List.of(5)));

    assertEquals(Set.of(0, 1, 2, 3, 4, 5), asked(running, DELETE, true));
    assertEquals(Set.of(0, 1, 2, 3, 4), asked(running, GET, true));
  }

  @Test
  void anAbortedMigrationRetiresNothing() {
    ContractView aborted = migration(0, 200, SlotMask.EMPTY);

    assertEquals(Set.of(0, 1, 2, 3, 4), asked(aborted, DELETE, false));
  }

  @Test
  void aReplacedKeyspaceWhoseOperatorLeftIsOver() {
    ContractView view = migration(1, 0, SlotMask.EMPTY);
    List<Optional<OperatorEntry>> slots = new ArrayList<>(view.operatorSlots());
    slots.set(0, Optional.empty());

    assertEquals(Set.of(1, 2, 3, 4, 5), asked(view.withOperatorSlots(slots), DELETE, false));
  }
}
