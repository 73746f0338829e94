package network.wcn.port.rpc;

import java.time.Duration;

/**
 * How a link behaves.
 *
 * @param connectTimeout for handshake and preamble together
 * @param reconnectInterval pause between attempts to connect
 * @param maxConcurrentRpcs more fail at once with {@link LinkFault.Kind#TOO_MANY_CALLS}
 * @param idleTimeout the connection is given up when the peer is silent for that long; the link
 *     keeps a healthy one alive
 * @param priority how the operating system treats the packets
 */
public record LinkSettings(
    Duration connectTimeout,
    Duration reconnectInterval,
    int maxConcurrentRpcs,
    Duration idleTimeout,
    Priority priority) {}
