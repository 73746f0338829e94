/** How a storage engine is copied and examined: the contract of {@code port.backup}. */
@NullMarked
package network.wcn.tck.backup;

import org.jspecify.annotations.NullMarked;
