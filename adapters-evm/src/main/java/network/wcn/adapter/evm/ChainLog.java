package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;

/**
 * One entry of a block's log.
 *
 * @param topics 32 bytes each: the hash of the event's signature, then its indexed arguments
 * @param data the other arguments
 * @param block where it stands; many providers leave out the time, which is -1 then
 */
record ChainLog(List<Bytes> topics, Bytes data, Block block) {
  private static final long NO_TIME = -1;

  ChainLog {
    topics = List.copyOf(topics);
  }

  /**
   * Reads what eth_getLogs answers, without what a reorganisation removed.
   *
   * @throws MalformedMessage if it is no list of logs
   */
  static List<ChainLog> list(JsonNode answer) {
    if (!answer.isArray()) {
      throw new MalformedMessage("logs are an array, got " + answer.getNodeType());
    }
    List<ChainLog> logs = new ArrayList<>();
    for (JsonNode log : answer) {
      if (!log.path("removed").asBoolean()) {
        logs.add(read(log));
      }
    }
    return logs;
  }

  private static ChainLog read(JsonNode log) {
    List<Bytes> topics = new ArrayList<>();
    log.path("topics").forEach(topic -> topics.add(Hex.bytes(topic)));
    JsonNode time = log.path("blockTimestamp");
    return new ChainLog(
        topics,
        Hex.bytes(log.path("data")),
        new Block(
            Hex.small(log.path("blockNumber")),
            Hex.bytes(log.path("blockHash")),
            time.isTextual() ? Hex.small(time) : NO_TIME));
  }

  boolean hasTime() {
    return block.timeSeconds() != NO_TIME;
  }

  ChainLog at(long timeSeconds) {
    return new ChainLog(topics, data, new Block(block.number(), block.hash(), timeSeconds));
  }
}
