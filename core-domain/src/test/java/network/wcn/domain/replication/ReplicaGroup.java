package network.wcn.domain.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import org.junit.jupiter.api.Assertions;

/** Five replicas in memory and one coordination that asks them, call by call. */
final class ReplicaGroup {
  static final long NOW = 1_770_000_000L;
  static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 1);
  static final Bytes KEY = Bytes.utf8("key");

  private final List<Replica> replicas = new ArrayList<>();
  private final Deque<CoordinatorEffect.Ask> asks = new ArrayDeque<>();
  private final Deque<CoordinatorEffect.WakeAfter> wakes = new ArrayDeque<>();
  private final Set<Integer> down = new HashSet<>();
  private final Map<Integer, UnaryOperator<StorageResponse>> quirks = new HashMap<>();
  private final List<CoordinatorEffect.Ask> sent = new ArrayList<>();
  private Optional<StorageResponse> answer = Optional.empty();
  private Optional<Coordination> coordination = Optional.empty();

  ReplicaGroup(int size) {
    for (int i = 0; i < size; i++) {
      replicas.add(new Replica());
    }
  }

  /** One replica's records. */
  static final class Replica implements RecordReader {
    final Map<Bytes, StoredRecord> fields = new TreeMap<>(FieldOrder.INSTANCE);
    Optional<StoredRecord> single = Optional.empty();

    void write(RecordKey key, StoredRecord record) {
      StoredRecord merged = read(key).map(stored -> stored.merge(record)).orElse(record);
      switch (key) {
        case RecordKey.Single _ -> single = Optional.of(merged);
        case RecordKey.Field field -> fields.put(field.field(), merged);
      }
    }

    @Override
    public Optional<StoredRecord> read(RecordKey key) {
      return switch (key) {
        case RecordKey.Single _ -> single;
        case RecordKey.Field field -> Optional.ofNullable(fields.get(field.field()));
      };
    }

    @Override
    public Optional<RecordHeader> readHeader(RecordKey key) {
      return read(key).map(StoredRecord::header);
    }

    @Override
    public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
      for (Map.Entry<Bytes, StoredRecord> entry : fields.entrySet()) {
        if (after.isPresent() && FieldOrder.INSTANCE.compare(entry.getKey(), after.get()) <= 0) {
          continue;
        }
        StoredRecord record = entry.getValue();
        if (!visitor.visit(
            entry.getKey(), record.header(), record.payload().size(), record::payload)) {
          return;
        }
      }
    }
  }

  Replica replica(int index) {
    return replicas.get(index);
  }

  /** Stores a record on some replicas. */
  void store(RecordKey key, StoredRecord record, int... on) {
    for (int index : on) {
      replicas.get(index).write(key, record);
    }
  }

  void kill(int... indexes) {
    for (int index : indexes) {
      down.add(index);
    }
  }

  /** Changes what a replica answers. */
  void distort(int index, UnaryOperator<StorageResponse> quirk) {
    quirks.put(index, quirk);
  }

  /** Makes replicas answer without evidence, as the reference does. */
  void makePlain(int... indexes) {
    for (int index : indexes) {
      quirks.put(index, UnaryOperator.identity());
      plain.add(index);
    }
  }

  private final Set<Integer> plain = new HashSet<>();

  void begin(Operation operation, Audience audience) {
    begin(operation, audience, RepairBudget.UNLIMITED);
  }

  void begin(Operation operation, Audience audience, RepairBudget budget) {
    Coordination begun =
        Coordination.of(operation, new CoordinationContext(1, NOW, audience, 0, budget));
    coordination = Optional.of(begun);
    take(begun.begin());
  }

  void begin(Operation operation) {
    begin(operation, Audience.of(List.of(0, 1, 2, 3, 4)));
  }

  private void take(List<CoordinatorEffect> effects) {
    for (CoordinatorEffect effect : effects) {
      switch (effect) {
        case CoordinatorEffect.Ask ask -> {
          asks.add(ask);
          sent.add(ask);
        }
        case CoordinatorEffect.WakeAfter wake -> wakes.add(wake);
        case CoordinatorEffect.Answer(var response) -> {
          Assertions.assertTrue(answer.isEmpty(), "answered twice");
          answer = Optional.of(response);
        }
      }
    }
  }

  /** Lets these replicas answer whatever they were asked so far, in this order. */
  void deliver(int... indexes) {
    for (int index : indexes) {
      for (CoordinatorEffect.Ask ask : List.copyOf(asks)) {
        if (ask.replica() == index && asks.remove(ask)) {
          take(coordination.orElseThrow().onReply(ask.call(), serve(ask)));
        }
      }
    }
  }

  /** Lets the time of the next wake come, if there is one. */
  boolean wake() {
    CoordinatorEffect.WakeAfter next = wakes.poll();
    if (next != null) {
      take(coordination.orElseThrow().onWake(next.wake()));
    }
    return next != null;
  }

  /** Lets everything happen until nothing is left to do. */
  void settle() {
    while (!asks.isEmpty() || !wakes.isEmpty()) {
      while (!asks.isEmpty()) {
        CoordinatorEffect.Ask ask = asks.remove();
        take(coordination.orElseThrow().onReply(ask.call(), serve(ask)));
      }
      if (!wakes.isEmpty()) {
        take(coordination.orElseThrow().onWake(wakes.remove().wake()));
      }
    }
  }

  private ReplicaReply serve(CoordinatorEffect.Ask ask) {
    if (down.contains(ask.replica())) {
      return new ReplicaReply.Failed(ReplicaReply.Reason.UNREACHABLE);
    }
    Replica replica = replicas.get(ask.replica());
    StorageResponse response =
        switch (ask.request().operation()) {
          case Operation.Read read ->
              new StorageReads(replica, PageLimits.DEFAULT)
                  .answer(
                      read,
                      plain.contains(ask.replica())
                          ? Optional.empty()
                          : ask.request().trailer().map(RequestTrailer.Read.class::cast),
                      NOW);
          case Operation.Write write -> {
            Optional<StoredRecord> incoming =
                plain.contains(ask.replica()) ? write.incoming() : ask.request().incoming();
            incoming.ifPresent(record -> replica.write(write.recordKey(), record));
            yield StorageResponse.of(Answer.Done.INSTANCE);
          }
        };
    return new ReplicaReply.Answered(
        quirks.getOrDefault(ask.replica(), UnaryOperator.identity()).apply(response));
  }

  boolean isAnswered() {
    return answer.isPresent();
  }

  Answer answer() {
    return switch (answer.orElseThrow()) {
      case StorageResponse.Succeeded(var success, _) -> success;
      case StorageResponse.Refused(var refusal) -> throw new AssertionError(refusal);
    };
  }

  Refusal refusal() {
    return switch (answer.orElseThrow()) {
      case StorageResponse.Succeeded(var success, _) -> throw new AssertionError(success);
      case StorageResponse.Refused(var refusal) -> refusal;
    };
  }

  /** Returns every ask so far. */
  List<CoordinatorEffect.Ask> sent() {
    return sent;
  }

  /** Returns what waits for a replica to answer. */
  List<CoordinatorEffect.Ask> waiting() {
    return List.copyOf(asks);
  }

  static StoredRecord value(String value, long version) {
    return StoredRecord.value(Bytes.utf8(value), new Expiration(NOW + 1_000), version(version));
  }

  /** Returns a version so many microseconds after the start of the test's second. */
  static RecordVersion version(long micros) {
    return new RecordVersion(NOW * 1_000_000 + micros);
  }

  static RecordKey single() {
    return new RecordKey.Single(NAMESPACE, KEY);
  }

  static RecordKey field(String name) {
    return new RecordKey.Field(NAMESPACE, KEY, Bytes.utf8(name));
  }
}
