package network.wcn.domain.replication;

import java.time.Duration;

/** What a {@link Coordination} wants done. */
public sealed interface CoordinatorEffect {
  /**
   * Send {@code request} to a replica and report the reply.
   *
   * @param call number of this ask, for the report
   * @param replica slot of the operator to ask, any of its nodes
   */
  record Ask(int call, int replica, StorageRequest request) implements CoordinatorEffect {}

  /** Answer the client; comes exactly once. */
  record Answer(StorageResponse response) implements CoordinatorEffect {}

  /**
   * Report back after {@code delay}, unless nobody waits any more.
   *
   * @param wake number for the report
   */
  record WakeAfter(int wake, Duration delay) implements CoordinatorEffect {}
}
