package network.wcn.adapter.evm;

import java.util.List;
import network.wcn.domain.Bytes;

/**
 * One entry of a block's log.
 *
 * @param topics 32 bytes each: the hash of the event's signature, then its indexed arguments
 * @param data the other arguments
 * @param blockNumber counts from 0
 * @param blockHash 32 bytes
 * @param indexInBlock counts from 0
 * @param blockTimeSeconds since the Unix epoch
 */
record ChainLog(
    List<Bytes> topics,
    Bytes data,
    long blockNumber,
    Bytes blockHash,
    long indexInBlock,
    long blockTimeSeconds) {
  ChainLog {
    topics = List.copyOf(topics);
  }
}
