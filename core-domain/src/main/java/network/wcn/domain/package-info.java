/**
 * The rules of the network as values and deterministic state machines.
 *
 * <p>Nothing here waits, reads a clock, draws a random number or touches the world: time and
 * randomness come in as values, decisions go out as values. Start reading at {@link
 * network.wcn.domain.operation.Operation}, then {@link network.wcn.domain.record.StoredRecord},
 * then the packages {@code keyspace}, {@code membership} and {@code replication}.
 */
@NullMarked
package network.wcn.domain;

import org.jspecify.annotations.NullMarked;
