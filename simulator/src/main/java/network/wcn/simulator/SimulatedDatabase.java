package network.wcn.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.PageLimits;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.StorageReads;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;

/**
 * One operator's database: merges, answers writes once they are synced, and forgets the dead.
 *
 * <p>One of the reference has a single version for both registers, takes no notice of trailers, and
 * forgets at once whatever it does not show.
 */
final class SimulatedDatabase {
  private static final PageLimits SMALL_PAGES = new PageLimits(4, 1 << 16);

  private final World world;
  private final boolean isOfReference;
  private final Clocks.Clock clock;
  private final SimulatedStore store;
  private final StorageReads reads;
  private final List<Runnable> waitingForSync = new ArrayList<>();
  private final Set<Long> migrationsBegun = new HashSet<>();
  private boolean up = true;
  private long downSinceNanos;
  private boolean slow;
  private int incarnation;

  SimulatedDatabase(World world, boolean isOfReference) {
    this.world = world;
    this.isOfReference = isOfReference;
    this.clock = world.clocks().ofProcess();
    this.store =
        new SimulatedStore(isOfReference ? SimulatedDatabase::newer : world.rules()::merge);
    this.reads = new StorageReads(store, SMALL_PAGES);
  }

  boolean isUp() {
    return up;
  }

  /** Returns whether the operator's nodes have noticed that this database is down. */
  boolean isKnownDown() {
    return !up && world.nowNanos() - downSinceNanos > World.DETECTION_NANOS;
  }

  boolean isOfReference() {
    return isOfReference;
  }

  SimulatedStore store() {
    return store;
  }

  void crash() {
    up = false;
    downSinceNanos = world.nowNanos();
    incarnation++;
    store.crash();
    waitingForSync.clear();
  }

  void restart() {
    up = true;
  }

  /** Lets every sync take long from now on, or no longer. */
  void slowDown(boolean slowly) {
    slow = slowly;
  }

  void serve(StorageRequest request, Consumer<StorageResponse> answer) {
    switch (request.operation()) {
      case Operation.Read read -> {
        Optional<RequestTrailer.Read> asked =
            isOfReference
                ? Optional.empty()
                : request.trailer().map(RequestTrailer.Read.class::cast);
        StorageResponse response = reads.answer(read, asked, clock.unixSeconds());
        answer.accept(world.rules().answer(read, response));
      }
      case Operation.Write write -> {
        Optional<StoredRecord> incoming =
            isOfReference ? write.incoming() : world.rules().incoming(request);
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
        slow ? world.micros(100_000, 4_000_000) : world.micros(200, 3_000),
        () -> {
          if (now == incarnation) {
            sync();
          }
        });
  }

  private void sync() {
    store.sync();
    List<Runnable> synced = List.copyOf(waitingForSync);
    waitingForSync.clear();
    synced.forEach(Runnable::run);
  }

  /** Merges what was pulled from other replicas, and answers once it is on disk. */
  void load(List<Pulled> records) {
    records.forEach(pulled -> store.write(pulled.key(), pulled.record()));
    sync();
  }

  /** A record on its way to an operator that joins. */
  record Pulled(RecordKey key, StoredRecord record) {}

  /** Returns what this database holds of some keys. */
  List<Pulled> export(Predicate<RecordKey> which) {
    return store.content().entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(entry -> new Pulled(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Before anything of a new shard is taken, forgets what was left of it; once per migration. */
  void beginMigration(long id, Predicate<RecordKey> isNewHere) {
    if (migrationsBegun.add(id) && world.rules().joinersBeginEmpty()) {
      store.forget(isNewHere);
      waitingForSync.clear();
    }
  }

  /** Forgets what may be forgotten, as a compaction does. */
  void compact() {
    long now = clock.unixSeconds();
    store.compact((_, record) -> isOfReference ? shown(record, now) : left(record, now));
  }

  private Optional<StoredRecord> left(StoredRecord record, long now) {
    return switch (world.rules().judge(record.header(), now)) {
      case KEEP -> Optional.of(record);
      case REMOVE -> Optional.empty();
      case DROP_PAYLOAD -> {
        RecordHeader header = world.rules().withoutPayload(record.header());
        yield Optional.of(new StoredRecord(header, Bytes.empty()));
      }
    };
  }

  private static Optional<StoredRecord> shown(StoredRecord record, long now) {
    return Optional.of(record).filter(r -> r.isLive(now));
  }

  /**
   * Merges as the reference does: the greater version wins, a change of the expiration raises it.
   */
  private static Optional<StoredRecord> newer(
      Optional<StoredRecord> stored, StoredRecord incoming) {
    if (stored.isEmpty()) {
      return Optional.of(incoming);
    }
    RecordHeader now = incoming.header();
    if (!now.version().isAfter(stored.get().header().version())) {
      return stored;
    }
    if (now.kind() != PayloadKind.NONE || stored.get().header().kind() == PayloadKind.NONE) {
      return Optional.of(incoming);
    }
    RecordHeader raised =
        new RecordHeader(
            stored.get().header().kind(), now.version(), now.expiration(), now.version());
    return Optional.of(new StoredRecord(raised, stored.get().payload()));
  }
}
