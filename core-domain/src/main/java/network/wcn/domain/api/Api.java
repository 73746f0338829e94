package network.wcn.domain.api;

import java.util.List;
import java.util.Optional;

/**
 * An API as the connection preamble names it.
 *
 * @see "protocol/wire.md section 3"
 */
public enum Api {
  /** What clients call; served by nodes. */
  COORDINATOR("Coordinator", StorageMethod.ALL),
  /** What nodes call of each other. */
  REPLICA("Replica", StorageMethod.ALL),
  /** What nodes call of their own operator's database. */
  DATABASE("Database", StorageMethod.ALL),
  /** The cluster view and its events; served by nodes to anyone. */
  CLUSTER("Cluster2", List.of(ClusterMethod.GET_CLUSTER_VIEW, ClusterMethod.GET_EVENT_STREAM)),
  /** Prometheus text; served by nodes and databases. */
  METRICS("Metrics", List.of(MetricsMethod.GET_METRICS));

  private final String wireName;
  private final List<RpcMethod> methods;

  Api(String wireName, List<RpcMethod> methods) {
    this.wireName = wireName;
    this.methods = methods;
  }

  /** Returns the name in the preamble: at most 16 ASCII characters. */
  public String wireName() {
    return wireName;
  }

  /** Returns the call that {@code id} names, if this API has it. */
  public Optional<RpcMethod> method(int id) {
    return id >= 0 && id < methods.size() ? Optional.of(methods.get(id)) : Optional.empty();
  }

  public List<RpcMethod> methods() {
    return methods;
  }
}
