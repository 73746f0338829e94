package network.wcn.port.rpc;

import java.util.List;

/**
 * Calls between processes that know each other by peer ID.
 *
 * <p>A transport owns one identity, its threads and its sockets. It speaks of calls only: whether
 * each travels on a stream of its own or many share one is its own affair. Callbacks come on the
 * transport's threads and must not block; they may make further calls.
 */
public interface RpcTransport extends AutoCloseable {
  /**
   * Starts to serve.
   *
   * @param services one for each API, told apart by {@link RpcService#api()}
   * @throws LinkFault of kind {@link LinkFault.Kind#BIND} if the port is taken
   */
  RpcServer serve(ServerSettings settings, List<RpcService> services);

  /** Begins to connect to one API of a peer and keeps trying until the link is closed. */
  RpcLink dial(LinkTarget target, LinkSettings settings);

  /** Closes every server and link; a second call does nothing. */
  @Override
  void close();
}
