package network.wcn.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import network.wcn.domain.Bytes;
import network.wcn.domain.client.HybridLogicalClock;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.StorageResponse;

/** Clients that make random operations, one at a time each, and judge every answer. */
final class Workload {
  private static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 0);
  private static final int OPERATIONS = 12;

  private final World world;
  private final List<SimulatedNode> nodes;
  private final SimulationSettings settings;
  private final SplittableRandom random;
  private final History history = new History();
  private final List<Running> running = new ArrayList<>();
  private int values;
  private int sweeps;
  private long answered;
  private long failed;

  /** One operation that a client waits for. */
  private static final class Running {
    final SimulatedNode node;
    final long startedNanos;
    final Operation operation;

    Running(SimulatedNode node, long startedNanos, Operation operation) {
      this.node = node;
      this.startedNanos = startedNanos;
      this.operation = operation;
    }
  }

  Workload(
      World world,
      List<SimulatedNode> nodes,
      SimulationSettings settings,
      SplittableRandom random) {
    this.world = world;
    this.nodes = nodes;
    this.settings = settings;
    this.random = random;
  }

  long answered() {
    return answered;
  }

  long failed() {
    return failed;
  }

  void start(long untilNanos) {
    for (int client = 0; client < settings.clients(); client++) {
      HybridLogicalClock clock = new HybridLogicalClock();
      long skewMicros = random.nextLong(-400_000, 400_000);
      world.after(random.nextLong(1_000_000), () -> next(clock, skewMicros, untilNanos));
    }
  }

  private void next(HybridLogicalClock clock, long skewMicros, long untilNanos) {
    if (world.nowNanos() >= untilNanos) {
      return;
    }
    Runnable again =
        () -> world.after(world.micros(100, 40_000), () -> next(clock, skewMicros, untilNanos));
    SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
    if (!node.isUp()) {
      world.after(20_000_000, again);
      return;
    }
    long wallMicros =
        world.unixSeconds() * 1_000_000 + world.nowNanos() / 1_000 % 1_000_000 + skewMicros;
    run(node, randomOperation(clock, wallMicros), again);
  }

  private Operation randomOperation(HybridLogicalClock clock, long wallMicros) {
    Bytes key = Bytes.of((byte) 'k', (byte) random.nextInt(settings.keys()));
    Bytes field = Bytes.of((byte) 'f', (byte) random.nextInt(settings.fields()));
    int choice = random.nextInt(OPERATIONS);
    if (choice < 6) {
      return randomRead(choice, key, field);
    }
    RecordVersion version =
        random.nextInt(20) == 0
            ? new RecordVersion(wallMicros / 1_000_000 * 1_000_000)
            : clock.next(wallMicros);
    Expiration expiration = new Expiration(world.unixSeconds() + randomTtl());
    Bytes value = Bytes.utf8("value " + values++);
    return switch (choice) {
      case 6 -> new Operation.Set(NAMESPACE, key, value, expiration, version);
      case 7 -> new Operation.Del(NAMESPACE, key, version);
      case 8 -> new Operation.SetExp(NAMESPACE, key, expiration, version);
      case 9 -> new Operation.HSet(NAMESPACE, key, field, value, expiration, version);
      case 10 -> new Operation.HDel(NAMESPACE, key, field, version);
      default -> new Operation.HSetExp(NAMESPACE, key, field, expiration, version);
    };
  }

  private long randomTtl() {
    return random.nextInt(4) == 0 ? random.nextInt(1, 4) : random.nextInt(60, 10_000);
  }

  private Operation randomRead(int choice, Bytes key, Bytes field) {
    return switch (choice) {
      case 0 -> new Operation.Get(NAMESPACE, key);
      case 1 -> new Operation.GetExp(NAMESPACE, key);
      case 2 -> new Operation.HGet(NAMESPACE, key, field);
      case 3 -> new Operation.HGetExp(NAMESPACE, key, field);
      case 4 -> new Operation.HCard(NAMESPACE, key);
      default ->
          new Operation.HScan(
              NAMESPACE,
              key,
              random.nextInt(4),
              random.nextBoolean() ? Optional.empty() : Optional.of(field));
    };
  }

  /** Reads every key once in one of the ways in which reads repair. */
  void sweep() {
    int way = sweeps++ % 2;
    for (int k = 0; k < settings.keys(); k++) {
      Bytes key = Bytes.of((byte) 'k', (byte) k);
      SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
      run(node, way == 0 ? new Operation.Get(NAMESPACE, key) : getExp(key), () -> {});
      if (way == 0) {
        run(node, new Operation.HCard(NAMESPACE, key), () -> {});
        run(node, new Operation.HScan(NAMESPACE, key, 100, Optional.empty()), () -> {});
      } else {
        for (Bytes field : history.fields(new MapKey(NAMESPACE, key))) {
          run(node, new Operation.HGet(NAMESPACE, key, field), () -> {});
        }
      }
    }
  }

  private static Operation getExp(Bytes key) {
    return new Operation.GetExp(NAMESPACE, key);
  }

  private void run(SimulatedNode node, Operation operation, Runnable then) {
    Running run = new Running(node, world.nowNanos(), operation);
    running.add(run);
    long startSeconds = world.unixSeconds();
    Known known = new Known(operation);
    if (operation instanceof Operation.Write write) {
      write.incoming().ifPresent(record -> history.issued(write.recordKey(), record));
    }
    node.coordinate(
        operation,
        response -> {
          if (!running.remove(run)) {
            throw new SimulationFailure(operation + " was answered twice");
          }
          switch (response) {
            case StorageResponse.Refused _ -> failed++;
            case StorageResponse.Succeeded succeeded -> {
              answered++;
              known.judge(succeeded.answer(), startSeconds, world.unixSeconds());
            }
          }
          then.run();
        });
    // A client whose node died goes on elsewhere.
    world.after(
        SimulatedNode.DEADLINE_NANOS + 1_000_000,
        () -> {
          if (running.contains(run) && !run.node.upSince(run.startedNanos)) {
            running.remove(run);
            failed++;
            then.run();
          }
        });
  }

  /** What was known when an operation began. */
  private final class Known {
    final Operation operation;
    Optional<StoredRecord> record = Optional.empty();
    final Map<Bytes, Optional<StoredRecord>> fields = new HashMap<>();

    Known(Operation operation) {
      this.operation = operation;
      switch (operation) {
        case Operation.RecordRead read -> record = history.known(read.recordKey());
        case Operation.MapRead read -> {
          for (Bytes field : history.fields(read.mapKey())) {
            fields.put(field, history.known(read.mapKey().field(field)));
          }
        }
        case Operation.Write _ -> {}
      }
    }

    void judge(Answer answer, long from, long to) {
      switch (answer) {
        case Answer.Done _ -> acknowledge();
        case Answer.Found(var found) -> history.checkRead(recordKey(), record, found, from, to);
        case Answer.Expires(var expiration) ->
            history.checkExpiration(recordKey(), record, expiration, from, to);
        case Answer.Cardinality(long count) ->
            history.checkCardinality(
                ((Operation.MapRead) operation).mapKey(), fields, count, from, to);
        case Answer.Page(var page) -> {
          Operation.HScan scan = (Operation.HScan) operation;
          history.checkPage(scan.mapKey(), scan.cursor(), scan.count(), fields, page, from, to);
        }
      }
    }

    private RecordKey recordKey() {
      return ((Operation.RecordRead) operation).recordKey();
    }

    private void acknowledge() {
      if (operation instanceof Operation.Write write) {
        write.incoming().ifPresent(r -> history.acknowledged(write.recordKey(), r));
      }
    }
  }

  /** Fails if a live node has kept a client waiting past its deadline. */
  void checkDeadlines() {
    for (Running run : running) {
      if (run.node.upSince(run.startedNanos)
          && world.nowNanos() - run.startedNanos > SimulatedNode.DEADLINE_NANOS + 1_000_000) {
        throw new SimulationFailure(run.operation + " waits past its deadline");
      }
    }
  }
}
