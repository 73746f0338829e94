package network.wcn.domain.api;

/** The calls of the cluster API: the view and its changes. */
public final class ClusterMethod {
  public static final RpcMethod GET_CLUSTER_VIEW = RpcMethod.unary(0, "GetClusterView");
  public static final RpcMethod GET_EVENT_STREAM = RpcMethod.stream(1, "GetEventStream");

  private ClusterMethod() {}
}
