/**
 * The messages of the cluster and metrics APIs as JSON, in the exact form and with the exact
 * strictness of serde. Begin with {@link network.wcn.wire.json.ClusterJson}.
 *
 * @see "protocol/wire.md sections 4, 8 and 9"
 */
@NullMarked
package network.wcn.wire.json;

import org.jspecify.annotations.NullMarked;
