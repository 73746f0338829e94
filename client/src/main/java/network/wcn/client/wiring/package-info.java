/** Where the client library meets the transport it uses by default. */
@NullMarked
package network.wcn.client.wiring;

import org.jspecify.annotations.NullMarked;
