/**
 * How an operation becomes durable on a majority: the coordinator's and the replica's decisions.
 *
 * <p>Start at {@link network.wcn.domain.replication.Coordination}: an event goes in, effects come
 * out. {@link network.wcn.domain.replication.StorageReads} is the other end, what a database
 * answers. Nothing here knows how a message travels or what time it is.
 */
@NullMarked
package network.wcn.domain.replication;

import org.jspecify.annotations.NullMarked;
