/** The two processes between which raw calls of the transport are measured. */
@NullMarked
package network.wcn.bench.wiring;

import org.jspecify.annotations.NullMarked;
