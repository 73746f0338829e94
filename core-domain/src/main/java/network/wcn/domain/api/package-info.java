/** Which APIs the network's processes serve to each other, and the calls of each. */
@NullMarked
package network.wcn.domain.api;

import org.jspecify.annotations.NullMarked;
