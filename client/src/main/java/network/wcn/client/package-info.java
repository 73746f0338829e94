/**
 * The client library: stores and reads values of a network through any of its nodes. Begin with
 * {@link network.wcn.client.WcnClient}.
 */
@NullMarked
package network.wcn.client;

import org.jspecify.annotations.NullMarked;
