/**
 * How two processes meet: libp2p certificates, the connection preamble and its statuses, and the
 * head of a frame.
 *
 * <p>Start with {@link network.wcn.wire.handshake.Libp2pCertificate} and {@link
 * network.wcn.wire.handshake.Preamble}. Sockets, TLS and the calls themselves live in the transport
 * adapters.
 *
 * @see "protocol/wire.md sections 2 to 4"
 */
@NullMarked
package network.wcn.wire.handshake;

import org.jspecify.annotations.NullMarked;
