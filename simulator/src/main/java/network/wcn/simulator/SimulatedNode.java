package network.wcn.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Coordination;
import network.wcn.domain.replication.CoordinationContext;
import network.wcn.domain.replication.CoordinatorEffect;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.StorageResponse;

/** One operator's coordinating node: carries out the effects of the shipped state machines. */
final class SimulatedNode {
  /** How long a client waits for an answer, in virtual nanoseconds. */
  static final long DEADLINE_NANOS = 10_000_000_000L;

  private static final long CALL_TIMEOUT_NANOS = 2_000_000_000L;

  private final World world;
  private final int slot;
  private boolean up = true;
  private int incarnation;
  private long bornNanos;

  SimulatedNode(World world, int slot) {
    this.world = world;
    this.slot = slot;
  }

  boolean isUp() {
    return up;
  }

  void crash() {
    up = false;
    incarnation++;
  }

  void restart() {
    if (!up) {
      up = true;
      bornNanos = world.nowNanos();
    }
  }

  /** Returns whether this node has been up all the time since {@code nanos}. */
  boolean upSince(long nanos) {
    return up && bornNanos <= nanos;
  }

  /** Coordinates an operation; {@code answer} hears nothing if this node crashes meanwhile. */
  void coordinate(Operation operation, Consumer<StorageResponse> answer) {
    CoordinationContext context =
        new CoordinationContext(
            world.keyspaceVersion(slot),
            world.unixSeconds(),
            world.audience(slot, operation),
            slot);
    Running running = new Running(Coordination.of(operation, context), answer, incarnation);
    running.carryOut(running.coordination.begin());
    if (world.rules().givesUp()) {
      world.after(
          DEADLINE_NANOS,
          () -> running.ifAlive(() -> running.carryOut(running.coordination.onDeadline())));
    }
  }

  /** One operation and its calls. */
  private final class Running {
    final Coordination coordination;
    final Consumer<StorageResponse> answer;
    final int born;
    final Set<Integer> settled = new HashSet<>();

    Running(Coordination coordination, Consumer<StorageResponse> answer, int born) {
      this.coordination = coordination;
      this.answer = answer;
      this.born = born;
    }

    void carryOut(List<CoordinatorEffect> effects) {
      for (CoordinatorEffect effect : effects) {
        switch (effect) {
          case CoordinatorEffect.Answer(var response) -> answer.accept(response);
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
      if (world.isKnownDown(slot, ask.replica())) {
        // Reported later, never from within begin(), so that the order of events is the shell's.
        world.after(0, () -> report(ask, failed(ReplicaReply.Reason.UNREACHABLE)));
        return;
      }
      world.send(
          slot,
          ask.replica(),
          () ->
              world.serve(
                  ask.replica(),
                  ask.request(),
                  response ->
                      world.send(
                          ask.replica(),
                          slot,
                          () -> report(ask, new ReplicaReply.Answered(response)))));
      if (world.rules().givesUp()) {
        world.after(CALL_TIMEOUT_NANOS, () -> report(ask, failed(ReplicaReply.Reason.TIMED_OUT)));
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
