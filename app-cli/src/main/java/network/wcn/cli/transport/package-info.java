/**
 * Tries the transport between two machines: a server that stores nothing, and a client that loads
 * it. Begin with {@link network.wcn.cli.transport.DeletionLoad}.
 */
@NullMarked
package network.wcn.cli.transport;

import org.jspecify.annotations.NullMarked;
