/** A network cable for tests, which can be cut. */
@NullMarked
package network.wcn.tck.net;

import org.jspecify.annotations.NullMarked;
