package network.wcn.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.PageLimits;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.StorageReads;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;

/**
 * One operator's replica and database: checks the keyspace version, merges, and answers writes once
 * they are synced.
 */
final class SimulatedDatabase {
  private static final PageLimits SMALL_PAGES = new PageLimits(4, 1 << 16);

  private final SimulatedStore store;
  private final StorageReads reads;
  private final World world;
  private final int slot;
  private final List<Runnable> waitingForSync = new ArrayList<>();
  private boolean up = true;
  private int incarnation;

  SimulatedDatabase(World world, int slot) {
    this.world = world;
    this.slot = slot;
    this.store = new SimulatedStore(world.rules());
    this.reads = new StorageReads(store, SMALL_PAGES);
  }

  boolean isUp() {
    return up;
  }

  SimulatedStore store() {
    return store;
  }

  void crash() {
    up = false;
    incarnation++;
    store.crash();
    waitingForSync.clear();
  }

  void restart() {
    up = true;
  }

  void serve(StorageRequest request, Consumer<StorageResponse> answer) {
    if (!world.rules().acceptsAnyKeyspaceVersion()
        && !world.accepts(slot, request.keyspaceVersion().orElseThrow())) {
      answer.accept(StorageResponse.of(Refusal.keyspaceVersionMismatch()));
      return;
    }
    switch (request.operation()) {
      case Operation.Read read ->
          answer.accept(
              world
                  .rules()
                  .answer(
                      read,
                      reads.answer(
                          read,
                          request.trailer().map(RequestTrailer.Read.class::cast),
                          world.unixSeconds())));
      case Operation.Write write -> {
        Optional<StoredRecord> incoming = world.rules().incoming(request);
        incoming.ifPresent(record -> store.write(write.recordKey(), record));
        Runnable done = () -> answer.accept(StorageResponse.of(Answer.Done.INSTANCE));
        if (world.rules().answersAfterSync()) {
          waitingForSync.add(done);
        } else {
          done.run();
        }
        scheduleSync();
      }
    }
  }

  private void scheduleSync() {
    int now = incarnation;
    world.after(
        world.micros(200, 3_000),
        () -> {
          if (now == incarnation) {
            store.sync();
            List<Runnable> synced = List.copyOf(waitingForSync);
            waitingForSync.clear();
            synced.forEach(Runnable::run);
          }
        });
  }
}
