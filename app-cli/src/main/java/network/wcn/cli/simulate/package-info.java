/** {@code wcn simulate}: networks on one thread, seed by seed. */
@NullMarked
package network.wcn.cli.simulate;

import org.jspecify.annotations.NullMarked;
