/** Clocks and randomness, handed in so that tests and the simulator can replace them. */
@NullMarked
package network.wcn.port.time;

import org.jspecify.annotations.NullMarked;
