/**
 * Where keys live: positions, shards, replica sets and the pulls of a migration.
 *
 * <p>Start with {@link network.wcn.domain.keyspace.Keyspace}. Operators are contract slots here;
 * who they are is known to the cluster view.
 */
@NullMarked
package network.wcn.domain.keyspace;

import org.jspecify.annotations.NullMarked;
