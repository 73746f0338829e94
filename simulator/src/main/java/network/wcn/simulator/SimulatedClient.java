package network.wcn.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import network.wcn.domain.client.AttemptFailure;
import network.wcn.domain.client.ClientCall;
import network.wcn.domain.client.Effect;
import network.wcn.domain.client.HybridLogicalClock;
import network.wcn.domain.client.NodeChoice;
import network.wcn.domain.client.RetryPolicy;
import network.wcn.domain.client.Verdict;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.StorageResponse;

/**
 * A client: the shipped rules for whom to ask, when to ask the next one too, and when to give up.
 * It knows several nodes, and one operation at a time is under way.
 */
final class SimulatedClient {
  /** Hastier than clients are by themselves: what is sent twice finds more than what waits. */
  static final RetryPolicy POLICY = RetryPolicy.DEFAULT.withSilence(Duration.ofMillis(250));

  private final World world;
  private final Clocks.Clock clock;
  private final NodeChoice<SimulatedNode> choice = new NodeChoice<>(POLICY);
  private final HybridLogicalClock versions = new HybridLogicalClock();

  SimulatedClient(World world, Clocks.Clock clock) {
    this.world = world;
    this.clock = clock;
    SplittableRandom random = world.splitRandom();
    List<List<SimulatedNode>> known = new ArrayList<>();
    int few = random.nextInt(2, world.operators().size() + 1);
    int first = random.nextInt(world.operators().size());
    for (int i = 0; i < few; i++) {
      known.add(world.operator((first + i) % world.operators().size()).nodes());
    }
    choice.install(known);
  }

  /** Returns microseconds since the Unix epoch on this client's clock. */
  long unixMicros() {
    return clock.unixMicros();
  }

  RecordVersion nextVersion() {
    return versions.next(unixMicros());
  }

  /** Begins an operation; {@code then} hears its end, once. */
  void run(Operation operation, Consumer<Verdict> then) {
    new Running(operation, then).begin();
  }

  private void observe(Answer answer) {
    if (world.rules().followsVersionsRead()) {
      switch (answer) {
        case Answer.Found(var found) -> found.ifPresent(record -> observe(record.version()));
        case Answer.Page(var page) ->
            page.entries().forEach(entry -> observe(entry.record().version()));
        case Answer.Done _, Answer.Expires _, Answer.Cardinality _ -> {}
      }
    }
  }

  private void observe(RecordVersion version) {
    versions.observe(version, unixMicros());
  }

  /** One operation and its attempts. */
  private final class Running {
    final Operation operation;
    final Consumer<Verdict> then;
    final ClientCall<SimulatedNode> call;
    long wish;

    Running(Operation operation, Consumer<Verdict> then) {
      this.operation = operation;
      this.then = then;
      this.call = new ClientCall<>(POLICY, choice, SimulatedNode::seemsOpen, world.nowNanos());
    }

    void begin() {
      carryOut(call.start(world.nowNanos()));
    }

    private void carryOut(List<Effect<SimulatedNode>> effects) {
      for (Effect<SimulatedNode> effect : effects) {
        switch (effect) {
          case Effect.Send<SimulatedNode>(int attempt, SimulatedNode node) -> send(attempt, node);
          case Effect.WakeAt<SimulatedNode>(long at) -> wakeAt(at);
          case Effect.Settle<SimulatedNode>(Verdict verdict) -> settle(verdict);
        }
      }
    }

    private void settle(Verdict verdict) {
      if (verdict instanceof Verdict.Answered(Answer answer)) {
        observe(answer);
      }
      then.accept(verdict);
    }

    private void wakeAt(long atNanos) {
      if (world.rules().wakesClients()) {
        long mine = ++wish;
        world.after(
            Math.max(0, atNanos - world.nowNanos()),
            () -> {
              if (mine == wish) {
                carryOut(call.wake(world.nowNanos()));
              }
            });
      }
    }

    private void send(int attempt, SimulatedNode node) {
      long sentNanos = world.nowNanos();
      Operation sent = world.rules().attempt(operation, attempt);
      world
          .network()
          .send(
              Network.CLIENTS,
              node.slot(),
              () ->
                  node.coordinate(
                      sent,
                      response ->
                          world
                              .network()
                              .send(
                                  node.slot(),
                                  Network.CLIENTS,
                                  () -> answered(attempt, response))));
      watch(attempt, node, sentNanos);
    }

    /** Notices when the connection breaks because the node crashed. */
    private void watch(int attempt, SimulatedNode node, long sentNanos) {
      world.after(
          World.DETECTION_NANOS,
          () -> {
            if (!node.upSince(sentNanos)) {
              failed(attempt, new AttemptFailure.Broken("the node went down"));
            } else if (!call.isSettled()) {
              watch(attempt, node, sentNanos);
            }
          });
    }

    private void answered(int attempt, StorageResponse response) {
      switch (response) {
        case StorageResponse.Succeeded(var answer, _) ->
            carryOut(call.answered(attempt, answer, world.nowNanos()));
        case StorageResponse.Refused(Refusal refusal) -> {
          if (!endsEarly(new AttemptFailure.Refused(refusal))) {
            carryOut(call.refused(attempt, refusal, world.nowNanos()));
          }
        }
      }
    }

    private void failed(int attempt, AttemptFailure failure) {
      if (!endsEarly(failure)) {
        carryOut(call.failed(attempt, failure, world.nowNanos()));
      }
    }

    private boolean endsEarly(AttemptFailure failure) {
      Optional<AttemptFailure> end =
          Optional.of(failure).filter(f -> world.rules().takesForDone(operation, f));
      if (end.isPresent() && !call.isSettled()) {
        carryOut(call.answered(0, Answer.Done.INSTANCE, world.nowNanos()));
      }
      return end.isPresent();
    }
  }
}
