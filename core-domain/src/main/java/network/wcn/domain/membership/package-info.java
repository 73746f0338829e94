/**
 * Who serves the network now: the cluster view, its events, the contract's rules and the timing of
 * a keyspace change.
 */
@NullMarked
package network.wcn.domain.membership;

import org.jspecify.annotations.NullMarked;
