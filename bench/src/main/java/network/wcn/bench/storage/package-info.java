/** Measures storage engines beside their bare libraries; start {@link StorageBench}. */
@NullMarked
package network.wcn.bench.storage;

import org.jspecify.annotations.NullMarked;
