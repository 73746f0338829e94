/**
 * How an operation becomes durable on a majority: the coordinator's and the replica's state
 * machines.
 */
@NullMarked
package network.wcn.domain.replication;

import org.jspecify.annotations.NullMarked;
