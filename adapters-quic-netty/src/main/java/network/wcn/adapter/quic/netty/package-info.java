/**
 * The transport over Netty's native QUIC.
 *
 * <p>Start with {@link network.wcn.adapter.quic.netty.NettyQuicTransport}. Everything of a
 * connection happens on one event loop thread and never blocks it; what other threads ask for is
 * queued to it. {@code ServerConnection} and {@code ClientConnection} are the two ends of a
 * connection, {@code PlainInboundStream} and {@code PlainOutboundStream} the two ends of a call
 * with a stream of its own.
 *
 * <p>Netty answers every write and close with a future. They are looked at where a failure matters;
 * elsewhere a failure means that the stream or connection is gone, which is heard of anyway, so the
 * warning about ignored futures is off in classes that write.
 *
 * @see "protocol/wire.md sections 2 to 4"
 */
@NullMarked
package network.wcn.adapter.quic.netty;

import org.jspecify.annotations.NullMarked;
