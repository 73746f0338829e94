/**
 * What a client decides: the versions of its writes, which node it asks, when it asks another one
 * and when it gives up. Start reading at {@link network.wcn.domain.client.ClientCall}.
 */
@NullMarked
package network.wcn.domain.client;

import org.jspecify.annotations.NullMarked;
