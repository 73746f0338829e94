package network.wcn.port.rpc;

import java.time.Duration;

/**
 * Limits of one server, over all of its connections.
 *
 * @param name {@code primary} or {@code secondary}, as in metrics and logs
 * @param port UDP port, 0 for any free one; always on 0.0.0.0
 * @param handshakeTimeout from the first packet to the accepted preamble
 * @param maxConnections more are ignored without a packet
 * @param maxConnectionsPerIp more are ignored without a packet
 * @param maxConnectionRatePerIp new connections per second and address; more are ignored
 * @param maxConcurrentRpcs more are ended without an answer
 * @param idleTimeout a connection silent for that long is closed; zero for never
 * @param priority how the operating system treats the packets
 */
public record ServerSettings(
    String name,
    int port,
    Duration handshakeTimeout,
    int maxConnections,
    int maxConnectionsPerIp,
    int maxConnectionRatePerIp,
    int maxConcurrentRpcs,
    Duration idleTimeout,
    Priority priority) {}
