package network.wcn.domain.membership;

import static network.wcn.domain.membership.ViewFixture.FIRST_FIVE;
import static network.wcn.domain.membership.ViewFixture.LAST_FIVE;
import static network.wcn.domain.membership.ViewFixture.NEVER;
import static network.wcn.domain.membership.ViewFixture.id;
import static network.wcn.domain.membership.ViewFixture.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.wcn.domain.Bytes;
import network.wcn.domain.InvariantViolation;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.operation.Refusal;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private final ContractView six = ViewFixture.sixOperators();

  @Test
  void clientsMayUseTheNamespacesThatTheirOperatorLists() {
    ClusterView view = ViewFixture.view(six);

    assertTrue(view.isClient(peer(2, 100)));
    assertTrue(view.mayUse(peer(2, 100), new Namespace(id(3), 1)));
    assertTrue(view.mayUse(peer(2, 100), new Namespace(id(3), 255)));
    assertFalse(view.mayUse(peer(2, 100), new Namespace(id(3), 0)));
  }

  @Test
  void clientsMayNotUseNamespacesOfOtherOperators() {
    ClusterView view = ViewFixture.view(six);

    assertFalse(view.mayUse(peer(2, 100), new Namespace(id(4), 1)));
    assertFalse(view.mayUse(peer(2, 100), new Namespace(id(99), 1)));
    assertFalse(view.mayUse(peer(2, 0), new Namespace(id(3), 1)));
  }

  @Test
  void nodesAreNotClientsAndClientsAreNotNodes() {
    ClusterView view = ViewFixture.view(six);

    assertTrue(view.isNode(peer(5, 1)));
    assertEquals(OptionalInt.of(5), view.slotOfNode(peer(5, 1)));
    assertFalse(view.isClient(peer(5, 1)));
    assertFalse(view.isNode(peer(5, 100)));
    assertEquals(OptionalInt.empty(), view.slotOfNode(peer(5, 100)));
  }

  @Test
  void nodesGetStoredRecordsOfWhatTheirOperatorHolds() {
    long now = 1_800_000_000_000_000_000L;
    ClusterView view =
        ViewFixture.view(
            six.withMigration(
                2, List.of(ViewFixture.spec(List.of(0, 1, 2, 3, 4, 5)), FIRST_FIVE), NEVER));
    ShardId first = new ShardId(0);
    ShardId last = new ShardId(ShardId.COUNT - 1);
    ResyncPlan.Range own = new ResyncPlan(view.primary(), 3).ranges().getFirst();

    assertEquals(Optional.empty(), view.refusalOfData(peer(3, 0), own.first(), own.last(), 2, now));
    assertEquals(
        Optional.of(Refusal.Code.UNAUTHORIZED),
        view.refusalOfData(peer(3, 0), first, last, 2, now).map(Refusal::code));
    assertEquals(
        Optional.of(Refusal.keyspaceVersionMismatch()),
        view.refusalOfData(peer(3, 0), own.first(), own.last(), 1, now));
    assertEquals(
        Optional.of(Refusal.unauthorized()),
        view.refusalOfData(peer(3, 100), own.first(), own.last(), 2, now));
  }

  @Test
  void everyNodePullsWhileAMigrationRuns() {
    ContractMigration running = new ContractMigration(1, 1_000, 0, SlotMask.of(List.of(5)));
    ClusterView view =
        ViewFixture.view(six.withMigration(1, List.of(FIRST_FIVE, LAST_FIVE), running));
    ShardId shard = new ShardId(7);
    long begun = 1_000_000_000_000L + 7_500_000_000L;

    assertEquals(Optional.empty(), view.refusalOfData(peer(5, 0), shard, shard, 1, begun));
    for (long version : List.of(0L, 2L)) {
      assertEquals(
          Optional.of(Refusal.keyspaceVersionMismatch()),
          view.refusalOfData(peer(3, 0), shard, shard, version, begun));
    }
    assertEquals(
        Optional.of(Refusal.keyspaceVersionMismatch()),
        view.refusalOfData(peer(5, 0), shard, shard, 1, begun - 1));
  }

  @Test
  void aCorruptedOperatorKeepsItsShardsButHasNoNodes() {
    ClusterView view = ViewFixture.view(six);
    ClusterView corrupted =
        ViewFixture.reader()
            .apply(
                view,
                new ContractEvent.NodeOperatorUpdated(
                    2, new OperatorEntry(id(3), ViewFixture.CORRUPTED), BigInteger.TWO))
            .orElseThrow();

    CorruptedOperator operator =
        assertInstanceOf(CorruptedOperator.class, corrupted.operator(2).orElseThrow());
    assertEquals(ViewFixture.CORRUPTED, operator.data());
    assertEquals(List.of(), corrupted.nodes(2));
    assertFalse(corrupted.isNode(peer(2, 0)));
    assertFalse(corrupted.isClient(peer(2, 100)));
    assertSame(view.primary(), corrupted.primary());
    assertTrue(corrupted.primary().hasMember(2));
  }

  @Test
  void shardsHaveASecondReplicaSetWhileAMigrationRuns() {
    ShardId shard = new ShardId(7);
    ClusterView before = ViewFixture.view(six);
    assertEquals(Optional.empty(), before.migratingReplicas(shard));

    ClusterView during =
        ViewFixture.reader()
            .apply(before, new ContractEvent.MigrationStarted(1, LAST_FIVE, 1, 10, BigInteger.TWO))
            .orElseThrow();

    assertEquals(before.primaryReplicas(shard), during.primaryReplicas(shard));
    assertTrue(during.migratingReplicas(shard).orElseThrow().contains(5));
    assertFalse(during.migratingReplicas(shard).orElseThrow().contains(0));
  }

  @Test
  void whatDidNotChangeIsTakenOver() {
    ViewFixture.FakeData data = new ViewFixture.FakeData();
    ViewReader reader = new ViewReader(data);
    ClusterView first = reader.read(six).orElseThrow();
    assertEquals(6, data.decodedCount);

    OperatorEntry changed = new OperatorEntry(id(1), Bytes.of((byte) 77));
    ClusterView second =
        reader
            .apply(first, new ContractEvent.NodeOperatorUpdated(0, changed, BigInteger.TWO))
            .orElseThrow();
    assertEquals(7, data.decodedCount);
    assertSame(first.primary(), second.primary());
    assertSame(first.operator(1).orElseThrow(), second.operator(1).orElseThrow());
    assertTrue(second.isNode(peer(77, 0)));
    assertFalse(second.isNode(peer(0, 0)));

    ClusterView migrating =
        reader
            .apply(
                second,
                new ContractEvent.MigrationStarted(1, LAST_FIVE, 1, 10, BigInteger.valueOf(3)))
            .orElseThrow();
    ContractView completed =
        migrating
            .contract()
            .withMigration(
                1, List.of(FIRST_FIVE, LAST_FIVE), new ContractMigration(1, 10, 0, SlotMask.EMPTY))
            .withVersion(BigInteger.valueOf(9));
    assertSame(
        migrating.migration().orElseThrow().target(),
        reader.read(completed, migrating).orElseThrow().primary());
    assertEquals(7, data.decodedCount);
  }

  @Test
  void eventsOfThePastAreIncluded() {
    ClusterView view = ViewFixture.view(six.withVersion(BigInteger.TEN));

    assertTrue(view.includes(finished(9)));
    assertTrue(view.includes(finished(10)));
    assertFalse(view.includes(finished(11)));
  }

  private static ContractEvent finished(long version) {
    return new ContractEvent.MaintenanceToggled(id(1), false, BigInteger.valueOf(version));
  }

  @Test
  void slotsBeyondTheLastAreEmpty() {
    ClusterView view = ViewFixture.view(six);
    assertEquals(Optional.empty(), view.operator(6));
    assertEquals(Optional.empty(), view.operator(255));
    assertEquals(List.of(), view.nodes(-1));
    assertEquals(OptionalInt.of(5), view.slotOf(id(6)));
    assertEquals(OptionalInt.empty(), view.slotOf(id(7)));
  }

  @Test
  void aRejectedViewSaysWhy() {
    ViewUpdate update =
        ViewFixture.reader().read(six.withOperatorSlots(six.operatorSlots().subList(0, 4)));

    InvariantViolation violation = assertThrows(InvariantViolation.class, update::orElseThrow);
    assertTrue(violation.toString().contains("got 4"), violation.toString());
  }
}
