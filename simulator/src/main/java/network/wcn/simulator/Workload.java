package network.wcn.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.client.Verdict;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;

/** Clients that make random operations, one at a time each, and judge every answer. */
final class Workload {
  static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 0);

  private static final int OPERATIONS = 12;
  private static final long MICROS = 1_000_000;
  private static final long LEEWAY_NANOS = World.MILLI;

  /** As far ahead as nodes surely take it, whatever their clocks. */
  private static final long EARLY_NANOS = 119 * World.SECOND + 500 * World.MILLI;

  private final World world;
  private final SimulationSettings settings;
  private final SplittableRandom random;
  private final History history;
  private final List<SimulatedClient> clients = new ArrayList<>();
  private final Set<Running> running = new LinkedHashSet<>();
  private final Set<RecordVersion> versionsInMixedNetwork = new HashSet<>();
  private long untilNanos;
  private int values;
  private long answered;
  private long failed;

  /** One operation that a client waits for. */
  private record Running(long startedNanos, Operation operation) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(startedNanos);
    }
  }

  Workload(World world, History history) {
    this.world = world;
    this.settings = world.settings();
    this.random = world.splitRandom();
    this.history = history;
    for (int i = 0; i < settings.clients(); i++) {
      boolean early = i == 0 && world.traits().hasEarlyClient();
      clients.add(
          new SimulatedClient(
              world, early ? world.clocks().ahead(EARLY_NANOS) : world.clocks().ofProcess()));
    }
  }

  static Bytes key(int number) {
    return Bytes.of((byte) 'k', (byte) number);
  }

  static Bytes field(int number) {
    return Bytes.of((byte) 'f', (byte) number);
  }

  /** Returns the shards of all keys. */
  static List<ShardId> shards(SimulationSettings settings) {
    return IntStream.range(0, settings.keys())
        .mapToObj(k -> ShardId.of(key(k)))
        .distinct()
        .toList();
  }

  long answered() {
    return answered;
  }

  long failed() {
    return failed;
  }

  /** Lets all clients work for so long. */
  void workFor(long lengthNanos) {
    untilNanos = world.nowNanos() + lengthNanos;
    for (SimulatedClient client : clients) {
      world.after(random.nextLong(World.MILLI), () -> next(client));
    }
  }

  private void next(SimulatedClient client) {
    if (world.nowNanos() < untilNanos) {
      run(
          client,
          randomOperation(client),
          _ -> world.after(world.micros(100, 40_000), () -> next(client)));
    }
  }

  private Operation randomOperation(SimulatedClient client) {
    int keyNumber = random.nextInt(settings.keys());
    Bytes key = key(keyNumber);
    Bytes field = field(random.nextInt(settings.fields()));
    int choice = random.nextInt(OPERATIONS);
    if (choice < 6) {
      return randomRead(choice, key, field);
    }
    boolean onlyValues = history.isStrictInMixedNetwork(key);
    if (onlyValues) {
      choice = choice < 9 ? 6 : 9;
    }
    RecordVersion version = client.nextVersion();
    // Two clients that read one record may come to one version. Of two values of one version a
    // replica of the reference keeps the one that came first, whatever it is sent afterwards, so
    // beside it there is no newer one to promise. Networks of our own have to cope: see below.
    while (onlyValues && !versionsInMixedNetwork.add(version)) {
      version = client.nextVersion();
    }
    if (!world.traits().isMixed() && random.nextInt(20) == 0) {
      // Rounded, so that several clients come to one version now and then.
      version = new RecordVersion(client.unixMicros() / MICROS * MICROS);
    }
    Expiration expiration =
        new Expiration(client.unixMicros() / MICROS + randomTtlSeconds(onlyValues));
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

  private long randomTtlSeconds(boolean longOnly) {
    return switch (longOnly ? 3 : random.nextInt(4)) {
      case 0 -> random.nextInt(1, 4);
      case 1 -> random.nextInt(60, 40_000);
      default -> random.nextInt(10, 29) * 86_400L;
    };
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

  /** Runs one operation of any client. */
  void run(Operation operation, Consumer<Verdict> then) {
    run(clients.get(random.nextInt(clients.size())), operation, then);
  }

  private void run(SimulatedClient client, Operation operation, Consumer<Verdict> then) {
    Running run = new Running(world.nowNanos(), operation);
    running.add(run);
    Expectation expectation = history.begin(operation, world.clocks().unixSeconds());
    client.run(
        operation,
        verdict -> {
          if (!running.remove(run)) {
            throw new SimulationFailure(operation + " was answered twice");
          }
          switch (verdict) {
            case Verdict.GivenUp _ -> failed++;
            case Verdict.Answered(var answer) -> {
              answered++;
              expectation.judge(answer, world.clocks().unixSeconds());
            }
          }
          then.accept(verdict);
        });
  }

  /** Fails if a client waits past its deadline. */
  void checkDeadlines() {
    if (running.isEmpty()) {
      return;
    }
    Running oldest = running.iterator().next();
    long limit = SimulatedClient.POLICY.operationTimeout().toNanos() + LEEWAY_NANOS;
    if (world.nowNanos() - oldest.startedNanos() > limit) {
      throw new SimulationFailure(oldest.operation() + " waits past its deadline");
    }
  }
}
