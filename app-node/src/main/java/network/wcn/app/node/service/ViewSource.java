package network.wcn.app.node.service;

import network.wcn.domain.membership.ClusterView;

/** Where the cluster's current view is. */
@FunctionalInterface
interface ViewSource {
  /** Returns the newest view; whoever serves a call takes it once and keeps to it. */
  ClusterView view();

  /**
   * Returns whether every node knows the keyspace in force, as far as events travel in time.
   *
   * @see network.wcn.domain.replication.Audience
   */
  default boolean isSettled() {
    return true;
  }
}
