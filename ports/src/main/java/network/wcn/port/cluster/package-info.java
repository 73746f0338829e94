/** Where membership, keyspace, migration and maintenance are agreed on. */
@NullMarked
package network.wcn.port.cluster;

import org.jspecify.annotations.NullMarked;
