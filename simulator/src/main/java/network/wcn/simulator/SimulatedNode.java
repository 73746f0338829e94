package network.wcn.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ViewReader;
import network.wcn.domain.membership.ViewUpdate;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.replication.Audience;
import network.wcn.domain.replication.Coordination;
import network.wcn.domain.replication.CoordinationContext;
import network.wcn.domain.replication.CoordinatorEffect;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.RequestLimits;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;

/**
 * One node: carries out the effects of the shipped state machines, and stands before its operator's
 * database. It follows the contract on its own and has a clock of its own.
 */
final class SimulatedNode {
  /** How long an operation may take at a node. */
  static final long DEADLINE_NANOS = 10 * World.SECOND;

  private static final long CALL_TIMEOUT_NANOS = 2 * World.SECOND;

  private final World world;
  private final int slot;
  private final SimulatedOperator operator;
  private final Clocks.Clock clock;
  private final ViewReader reader;
  private ClusterView view;
  private long keyspaceSeenNanos;
  private boolean up = true;
  private int incarnation;
  private long changedNanos;

  SimulatedNode(World world, int slot, SimulatedOperator operator) {
    this.world = world;
    this.slot = slot;
    this.operator = operator;
    this.clock = world.clocks().ofProcess();
    this.reader = world.chain().reader();
    this.view = reader.read(world.chain().view()).orElseThrow();
  }

  int slot() {
    return slot;
  }

  boolean isUp() {
    return up;
  }

  ClusterView view() {
    return view;
  }

  Clocks.Clock clock() {
    return clock;
  }

  void crash() {
    if (up) {
      up = false;
      incarnation++;
      changedNanos = world.nowNanos();
    }
  }

  void restart() {
    if (!up) {
      up = true;
      changedNanos = world.nowNanos();
      keyspaceSeenNanos = world.nowNanos();
      publish(reader.read(world.chain().view(), view).orElseThrow());
    }
  }

  /** Returns whether this node has been up all the time since {@code nanos}. */
  boolean upSince(long nanos) {
    return up && changedNanos <= nanos;
  }

  /** Returns whether others have not noticed yet that this node is down, if it is. */
  boolean seemsOpen() {
    return up || world.nowNanos() - changedNanos < World.DETECTION_NANOS;
  }

  /** The contract changed; the event may be lost, and then the view is read. */
  void hear(Optional<ContractEvent> event) {
    if (!up || event.filter(view::includes).isPresent()) {
      return;
    }
    ViewUpdate update =
        event
            .map(e -> reader.apply(view, e))
            .filter(ViewUpdate.Accepted.class::isInstance)
            .orElseGet(() -> reader.read(world.chain().view(), view));
    publish(update.orElseThrow());
  }

  private void publish(ClusterView next) {
    if (!next.primary().equals(view.primary())) {
      keyspaceSeenNanos = world.nowNanos();
    }
    view = next;
    view.migration()
        .ifPresent(
            migration -> operator.database().beginMigration(migration.id(), this::isNewHere));
    if (operator.nodes().getFirst() == this) {
      operator.migrations().follow(view);
    }
  }

  /** Returns whether this operator holds a key after the migration, but not before. */
  private boolean isNewHere(RecordKey key) {
    ShardId shard = ShardId.of(key.key());
    return !view.primaryReplicas(shard).contains(slot)
        && view.migratingReplicas(shard).filter(set -> set.contains(slot)).isPresent();
  }

  /** Serves another node's request, or says why not. */
  void serve(StorageRequest request, Consumer<StorageResponse> answer) {
    if (!up) {
      return;
    }
    long version = request.keyspaceVersion().orElseThrow();
    if (!world.rules().accepts(view, version, clock.unixNanos())) {
      answer.accept(StorageResponse.of(Refusal.keyspaceVersionMismatch()));
      return;
    }
    SimulatedDatabase database = operator.database();
    if (database.isUp()) {
      world
          .network()
          .send(
              slot,
              slot,
              () -> {
                if (database.isUp()) {
                  database.serve(request, answer);
                }
              });
    } else if (database.isKnownDown()) {
      answer.accept(StorageResponse.of(Refusal.network("the database is not reachable")));
    }
  }

  /** Coordinates an operation; {@code answer} hears nothing if this node crashes meanwhile. */
  void coordinate(Operation operation, Consumer<StorageResponse> answer) {
    if (!up) {
      return;
    }
    Optional<Refusal> refusal = RequestLimits.DEFAULT.check(operation, clock.unixSeconds());
    if (refusal.isPresent()) {
      answer.accept(StorageResponse.of(refusal.get()));
      return;
    }
    Running running =
        new Running(Coordination.of(operation, context(operation)), answer, incarnation);
    running.carryOut(running.coordination.begin());
    if (world.rules().givesUp()) {
      world.after(
          DEADLINE_NANOS,
          () -> running.ifAlive(() -> running.carryOut(running.coordination.onDeadline())));
    }
    world.after(
        DEADLINE_NANOS + World.MILLI,
        () -> running.ifAlive(() -> running.checkAnswered(operation)));
  }

  private CoordinationContext context(Operation operation) {
    long now = clock.unixNanos();
    boolean settled = world.nowNanos() - keyspaceSeenNanos > SimulatedChain.PROPAGATION.toNanos();
    Audience audience = world.rules().audience(view, operation, now, settled);
    return new CoordinationContext(
        view.schedule().effectiveVersion(now),
        clock.unixSeconds(),
        audience,
        audience.replicas().contains(slot) ? slot : audience.replicas().getFirst(),
        world.rules().budget());
  }

  /** One operation and its calls. */
  private final class Running {
    final Coordination coordination;
    final Consumer<StorageResponse> answer;
    final int born;
    final Set<Integer> settled = new HashSet<>();
    boolean answered;

    Running(Coordination coordination, Consumer<StorageResponse> answer, int born) {
      this.coordination = coordination;
      this.answer = answer;
      this.born = born;
    }

    void carryOut(List<CoordinatorEffect> effects) {
      for (CoordinatorEffect effect : effects) {
        switch (effect) {
          case CoordinatorEffect.Answer(var response) -> {
            if (answered) {
              throw new SimulationFailure("an operation was answered twice");
            }
            answered = true;
            answer.accept(response);
          }
          case CoordinatorEffect.WakeAfter(int wake, var delay) ->
              world.after(
                  delay.toNanos(), () -> ifAlive(() -> carryOut(coordination.onWake(wake))));
          case CoordinatorEffect.Ask ask -> ask(ask);
        }
      }
    }

    private void ask(CoordinatorEffect.Ask ask) {
      if (!world.rules().sends(ask)) {
        report(ask, new ReplicaReply.Answered(StorageResponse.of(Answer.Done.INSTANCE)));
        return;
      }
      int to = ask.replica();
      Optional<SimulatedNode> node =
          to == slot ? Optional.of(SimulatedNode.this) : world.operator(to).anyOpen();
      if (node.isEmpty()) {
        // Reported later, never from within begin(), so that the order of events is the shell's.
        world.after(0, () -> report(ask, failed(ReplicaReply.Reason.UNREACHABLE)));
        return;
      }
      world
          .network()
          .send(
              slot,
              to,
              () ->
                  node.get()
                      .serve(
                          ask.request(),
                          response ->
                              world
                                  .network()
                                  .send(
                                      to,
                                      slot,
                                      () -> report(ask, new ReplicaReply.Answered(response)))));
      if (world.rules().givesUp()) {
        world.after(CALL_TIMEOUT_NANOS, () -> report(ask, failed(ReplicaReply.Reason.TIMED_OUT)));
      }
    }

    /** Clients have deadlines of their own, so that a node that waits for ever shows only here. */
    void checkAnswered(Operation operation) {
      if (!answered) {
        throw new SimulationFailure(operation + " waits past the deadline of node " + slot);
      }
    }

    private ReplicaReply failed(ReplicaReply.Reason reason) {
      return new ReplicaReply.Failed(reason);
    }

    private void report(CoordinatorEffect.Ask ask, ReplicaReply reply) {
      ifAlive(() -> {
        if (settled.add(ask.call())) {
          carryOut(coordination.onReply(ask.call(), world.rules().hears(ask, reply)));
        }
      });
    }

    private void ifAlive(Runnable action) {
      if (up && incarnation == born) {
        action.run();
      }
    }
  }
}
