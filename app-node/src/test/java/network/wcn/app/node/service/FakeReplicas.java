package network.wcn.app.node.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.PageLimits;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.StorageReads;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.storage.Merge;
import network.wcn.port.time.Deadline;
import network.wcn.tck.storage.FakeDisk;
import network.wcn.tck.storage.FakeRecordStore;

/** Replicas with stores of their own that answer before the ask returns, unless cut off. */
final class FakeReplicas implements Replicas {
  private final Map<Integer, FakeRecordStore> stores = new HashMap<>();
  private final Set<Integer> cutOff = new HashSet<>();
  private final Set<Integer> silent = new HashSet<>();
  private final List<StorageRequest> asked = new ArrayList<>();
  private final List<Consumer<ReplicaReply>> unanswered = new ArrayList<>();

  void cutOff(int slot) {
    cutOff.add(slot);
  }

  /** Lets the replica of {@code slot} keep its calls without an answer. */
  void silence(int slot) {
    silent.add(slot);
  }

  List<StorageRequest> asked() {
    return asked;
  }

  List<Consumer<ReplicaReply>> unanswered() {
    return unanswered;
  }

  FakeRecordStore store(int slot) {
    return stores.computeIfAbsent(
        slot, _ -> new FakeRecordStore(new FakeDisk(), TestNetwork.CLOCK));
  }

  @Override
  public void ask(
      int slot,
      StorageRequest request,
      Bytes payload,
      Deadline deadline,
      Consumer<ReplicaReply> reply) {
    asked.add(request);
    if (cutOff.contains(slot)) {
      reply.accept(new ReplicaReply.Failed(ReplicaReply.Reason.UNREACHABLE));
    } else if (silent.contains(slot)) {
      unanswered.add(reply);
    } else {
      reply.accept(new ReplicaReply.Answered(answer(store(slot), request)));
    }
  }

  private static StorageResponse answer(FakeRecordStore store, StorageRequest request) {
    Optional<RequestTrailer.Read> read =
        request
            .trailer()
            .filter(RequestTrailer.Read.class::isInstance)
            .map(RequestTrailer.Read.class::cast);
    return switch (request.operation()) {
      case Operation.Read operation ->
          new StorageReads(store, PageLimits.DEFAULT)
              .answer(operation, read, TestNetwork.NOW_SECONDS);
      case Operation.Write operation -> {
        request
            .incoming()
            .ifPresent(record -> store.apply(List.of(new Merge(operation.recordKey(), record))));
        yield StorageResponse.of(Answer.Done.INSTANCE);
      }
    };
  }

  @Override
  public boolean isReachable(int slot) {
    return !cutOff.contains(slot);
  }

  @Override
  public OptionalInt ownSlot() {
    return OptionalInt.of(0);
  }
}
