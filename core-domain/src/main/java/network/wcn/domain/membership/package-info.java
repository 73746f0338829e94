/**
 * Who serves the network now: the cluster view, its events, the contract's rules and the timing of
 * a keyspace change.
 *
 * <p>{@link network.wcn.domain.membership.ContractView} is what the chain says, undecoded; {@link
 * network.wcn.domain.membership.ViewReader} makes a {@link
 * network.wcn.domain.membership.ClusterView} of it, with which everything else works. {@link
 * network.wcn.domain.membership.Ledger} is the contract itself. How operator data is laid out does
 * not live here: {@link network.wcn.domain.membership.ContractDataReader} asks for it.
 */
@NullMarked
package network.wcn.domain.membership;

import org.jspecify.annotations.NullMarked;
