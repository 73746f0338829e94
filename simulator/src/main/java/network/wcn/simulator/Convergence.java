package network.wcn.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;

/** Compares what the replicas of one set hold. */
final class Convergence {
  private final List<Integer> replicas;
  private final List<SimulatedDatabase> databases;
  private final long nowUnixSeconds;

  Convergence(List<Integer> replicas, List<SimulatedDatabase> databases, long nowUnixSeconds) {
    this.replicas = replicas;
    this.databases = databases;
    this.nowUnixSeconds = nowUnixSeconds;
  }

  /** Fails unless every replica holds the same records. */
  void check() {
    Set<RecordKey> keys = new LinkedHashSet<>();
    for (int replica : replicas) {
      keys.addAll(databases.get(replica).store().content().keySet());
    }
    for (RecordKey key : keys) {
      Optional<StoredRecord> first = remembered(replicas.getFirst(), key);
      for (int replica : replicas) {
        Optional<StoredRecord> other = remembered(replica, key);
        if (!other.equals(first)) {
          throw new SimulationFailure(
              "replicas did not converge at "
                  + key
                  + ": replica "
                  + replicas.getFirst()
                  + " holds "
                  + first
                  + ", replica "
                  + replica
                  + " holds "
                  + other);
        }
      }
    }
  }

  private Optional<StoredRecord> remembered(int replica, RecordKey key) {
    return databases
        .get(replica)
        .store()
        .read(key)
        .filter(record -> record.header().isRemembered(nowUnixSeconds));
  }
}
