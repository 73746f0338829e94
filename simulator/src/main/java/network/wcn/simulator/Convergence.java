package network.wcn.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;

/** Compares what the replicas of every key hold, after they were read in one way. */
final class Convergence {
  /** Databases' clocks differ: what one of them may forget at any moment is left out. */
  private static final long CLOCKS_SECONDS = 2;

  private final World world;
  private final History history;
  private final long nowUnixSeconds;

  Convergence(World world, History history) {
    this.world = world;
    this.history = history;
    this.nowUnixSeconds = world.clocks().unixSeconds();
  }

  /** Fails unless every replica holds the same records, as far as this way of reading tells. */
  void check(Traits.WayOfReading way) {
    for (RecordKey key : history.keys()) {
      if (isRead(key, way)) {
        checkKey(key, way);
      }
    }
  }

  private boolean isRead(RecordKey key, Traits.WayOfReading way) {
    if (world.traits().isMixed()) {
      return history.isStrictInMixedNetwork(key.key());
    }
    return switch (way) {
      case RECORDS, EXPIRATIONS -> true;
      case PAGES, SIZES -> key instanceof RecordKey.Field;
    };
  }

  private void checkKey(RecordKey key, Traits.WayOfReading way) {
    SimulatedNode anyone = world.operator(0).nodes().getFirst();
    List<Integer> replicas = anyone.view().primaryReplicas(ShardId.of(key.key())).slots();
    List<Object> held = new ArrayList<>();
    for (int replica : replicas) {
      held.add(held(world.operator(replica).database(), key, way));
    }
    if (held.stream().distinct().count() > 1) {
      throw new SimulationFailure(
          "replicas " + replicas + " did not converge at " + key + " by " + way + ": " + held);
    }
  }

  private Object held(SimulatedDatabase database, RecordKey key, Traits.WayOfReading way) {
    Optional<StoredRecord> stored = database.store().read(key);
    if (world.traits().isMixed()) {
      return stored.flatMap(record -> LiveRecord.of(record, nowUnixSeconds));
    }
    Optional<RecordHeader> header =
        stored
            .map(StoredRecord::header)
            .filter(h -> h.isRemembered(nowUnixSeconds + CLOCKS_SECONDS))
            .map(h -> h.withoutExpiredPayload(nowUnixSeconds + CLOCKS_SECONDS));
    // Only whole records show which of two values of one version a replica has.
    boolean comparesValues = way == Traits.WayOfReading.RECORDS && stored.isPresent();
    boolean isLive = header.filter(h -> h.isLive(nowUnixSeconds)).isPresent();
    Bytes payload = comparesValues && isLive ? stored.orElseThrow().payload() : Bytes.empty();
    return List.of(header, payload);
  }
}
