package network.wcn.client;

import java.security.SecureRandom;
import java.time.Duration;
import network.wcn.client.wiring.QuicTransports;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.SecretKey;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.MalformedMessage;

/**
 * Asks single nodes what they know of the cluster, as anybody may: whether they can be reached, are
 * who the contract says, and serve. Safe for use by many threads.
 *
 * @see "protocol/wire.md section 8"
 */
public final class NodeProbe implements AutoCloseable {
  private static final LinkSettings SETTINGS =
      new LinkSettings(
          Duration.ofSeconds(2), Duration.ofMillis(500), 4, Duration.ofSeconds(5), Priority.HIGH);

  private final RpcTransport transport;
  private final Ticker ticker = Ticker.system();

  private NodeProbe(RpcTransport transport) {
    this.transport = transport;
  }

  /** Returns a probe with an identity of its own, which nobody has to know. */
  public static NodeProbe open() {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    new SecureRandom().nextBytes(seed);
    return new NodeProbe(QuicTransports.open(new SecretKey(Bytes.wrap(seed))));
  }

  /**
   * Returns the view that a node serves from; blocks.
   *
   * @param patience for connecting and answering together
   * @throws LinkFault if the node cannot be reached in that time, is somebody else or answers
   *     nonsense
   */
  public ContractView view(NodeEndpoint node, Duration patience) throws InterruptedException {
    LinkTarget target =
        new LinkTarget(
            node.peerId(), Addresses.of(node.address(), node.primaryPort()), Api.CLUSTER);
    Deadline deadline = Deadline.after(ticker, patience);
    try (RpcLink link = transport.dial(target, SETTINGS)) {
      if (!link.awaitOpen(deadline)) {
        throw new LinkFault(
            LinkFault.Kind.CONNECT,
            "nobody who proves that peer ID answers within " + patience.toMillis() + " ms");
      }
      return new ClusterReader(link).view(deadline);
    } catch (MalformedMessage e) {
      throw new LinkFault(LinkFault.Kind.CODEC, "the view makes no sense: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
