package network.wcn.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import network.wcn.domain.keyspace.MigrationPlan;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.Migration;
import network.wcn.domain.record.RecordKey;

/**
 * One operator's part in migrations: pulls what it will hold from the operator that it replaces, or
 * where that one does not answer, from a majority of the other old replicas, and then completes.
 *
 * @see "design.md section 3, protocol/wire.md section 11"
 */
final class SimulatedMigrations {
  private static final long RETRY_NANOS = 300 * World.MILLI;
  private static final int PATIENCE = 8;

  private final World world;
  private final int slot;
  private final SplittableRandom random;
  private long lastDriven = -1;

  SimulatedMigrations(World world, int slot) {
    this.world = world;
    this.slot = slot;
    this.random = world.splitRandom();
  }

  private ClusterView view() {
    return world.operator(slot).nodes().getFirst().view();
  }

  /** Takes note of a new view, and begins when it is time. */
  void follow(ClusterView view) {
    view.migration()
        .filter(migration -> migration.pulling().contains(slot) && migration.id() > lastDriven)
        .ifPresent(migration -> {
          lastDriven = migration.id();
          long start = pullStart(view);
          long now = world.operator(slot).nodes().getFirst().clock().unixNanos();
          List<MigrationPlan.Pull> pulls = new ArrayList<>();
          MigrationPlan plan = new MigrationPlan(view.primary(), migration.target());
          for (ShardId shard : Workload.shards(world.settings())) {
            plan.pulls(shard).stream().filter(p -> p.joiner() == slot).forEach(pulls::add);
          }
          world.after(Math.max(0, start - now), () -> pull(migration.id(), pulls, 0));
        });
  }

  private long pullStart(ClusterView view) {
    return world.rules().waitsToPull()
        ? view.schedule().pullStartUnixNanos().orElseThrow()
        : Long.MIN_VALUE / 2;
  }

  private boolean isRunning(long id) {
    return view().migration().map(Migration::id).filter(running -> running == id).isPresent();
  }

  private void pull(long id, List<MigrationPlan.Pull> left, int attempt) {
    if (!isRunning(id)) {
      return;
    }
    if (left.isEmpty()) {
      world.after(
          random.nextLong(World.SECOND),
          () ->
              world.chain().call(SimulatedChain.id(slot), new ContractCall.CompleteMigration(id)));
      return;
    }
    MigrationPlan.Pull next = left.getFirst();
    List<SimulatedDatabase.Pulled> records = new ArrayList<>();
    boolean ready =
        world.operator(slot).database().isUp()
            && (attempt < PATIENCE
                ? exported(next.source(), next.shard(), records)
                : exportedByMajority(next, records));
    if (!ready) {
      world.after(RETRY_NANOS, () -> pull(id, left, attempt + 1));
      return;
    }
    // What was exported takes a while to arrive; writes go on meanwhile.
    world.after(
        random.nextLong(10, 800) * World.MILLI,
        () -> {
          if (world.operator(slot).database().isUp() && isRunning(id)) {
            world.operator(slot).database().load(records);
            pull(id, left.subList(1, left.size()), 0);
          } else {
            pull(id, left, attempt + 1);
          }
        });
  }

  /** Returns whether an operator let us have its records of a shard. */
  private boolean exported(int source, ShardId shard, List<SimulatedDatabase.Pulled> records) {
    SimulatedOperator operator = world.operator(source);
    Predicate<RecordKey> ofShard = key -> ShardId.of(key.key()).equals(shard);
    long version = view().contract().keyspaceVersion();
    boolean granted =
        operator.database().isUp()
            && operator.nodes().stream()
                .anyMatch(node ->
                    node.isUp()
                        && (!world.rules().waitsToPull()
                            || node.view()
                                .schedule()
                                .acceptsDataPull(version, node.clock().unixNanos())));
    if (granted) {
      records.addAll(operator.database().export(ofShard));
    }
    return granted;
  }

  private boolean exportedByMajority(
      MigrationPlan.Pull pull, List<SimulatedDatabase.Pulled> records) {
    List<Integer> old = view().primaryReplicas(pull.shard()).slots();
    int granted = 0;
    for (int source : old) {
      if (source != pull.source() && exported(source, pull.shard(), records)) {
        granted++;
      }
    }
    return granted > old.size() / 2;
  }
}
