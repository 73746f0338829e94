/** Where keys live: positions, shards, replica sets and the pulls of a migration. */
@NullMarked
package network.wcn.domain.keyspace;

import org.jspecify.annotations.NullMarked;
