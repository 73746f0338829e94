/**
 * Load against a running network: how fast, how often wrong, at what cost. Begin with {@link
 * network.wcn.bench.LoadRun}.
 */
@NullMarked
package network.wcn.bench;

import org.jspecify.annotations.NullMarked;
