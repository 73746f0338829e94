/** How bulk data moves between operators. */
@NullMarked
package network.wcn.domain.transfer;

import org.jspecify.annotations.NullMarked;
