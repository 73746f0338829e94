package network.wcn.domain.membership;

import network.wcn.domain.keyspace.Keyspace;

/**
 * A migration that runs.
 *
 * @param id counts migrations, unsigned 64 bits
 * @param startedAt block time of its start, seconds since the Unix epoch
 * @param target the keyspace that becomes the primary one when everyone has pulled
 * @param pulling the operators that have not completed, at least one
 */
public record Migration(long id, long startedAt, Keyspace target, SlotMask pulling) {}
