/**
 * A whole network on one thread, from one seed: the shipped state machines of the domain under
 * simulated stores, clocks and links that lose, delay, duplicate and reorder messages.
 *
 * <p>Start at {@link network.wcn.simulator.Simulation}. Everything random comes from the seed, so a
 * failing run replays exactly.
 */
@NullMarked
package network.wcn.simulator;

import org.jspecify.annotations.NullMarked;
