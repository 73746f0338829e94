/** How processes call each other: links, servers and calls, never streams or packets. */
@NullMarked
package network.wcn.port.rpc;

import org.jspecify.annotations.NullMarked;
