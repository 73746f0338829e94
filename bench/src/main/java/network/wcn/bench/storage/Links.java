package network.wcn.bench.storage;

import java.io.IOException;
import java.time.Duration;
import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.bench.wiring.RawServerMain;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;

/** The calling side of what is measured or tried. */
public final class Links implements AutoCloseable {
  private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(20);

  private final RpcTransport transport;

  /** Makes links whose calls share one stream, as those of our own nodes do. */
  public Links() {
    this(true);
  }

  /**
   * Makes links.
   *
   * @param sharedStreams whether calls share one stream, or each has its own as the reference wants
   */
  Links(boolean sharedStreams) {
    NettyQuicSettings settings = NettyQuicSettings.of(RawServerMain.randomKey());
    transport = new NettyQuicTransport(settings.withSharedStreams(sharedStreams));
  }

  /** Returns an open link for calls; it is closed together with these. */
  public RpcLink to(LinkTarget target) throws IOException {
    return to(target, Priority.HIGH);
  }

  /** Returns an open link for transfers; it is closed together with these. */
  RpcLink forBulk(LinkTarget target) throws IOException {
    return to(target, Priority.LOW);
  }

  private RpcLink to(LinkTarget target, Priority priority) throws IOException {
    RpcLink link =
        transport.dial(
            target,
            new LinkSettings(
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                10_000,
                Duration.ofSeconds(10),
                priority));
    if (!link.awaitOpen(Deadline.after(Ticker.system(), TIME_TO_CONNECT))) {
      throw new IOException("cannot connect to " + target);
    }
    return link;
  }

  @Override
  public void close() {
    transport.close();
  }
}
