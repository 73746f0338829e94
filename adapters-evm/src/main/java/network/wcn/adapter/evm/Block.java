package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import network.wcn.domain.Bytes;

/**
 * What of a block matters here.
 *
 * @param number counts from 0
 * @param hash 32 bytes
 * @param timeSeconds since the Unix epoch
 */
record Block(long number, Bytes hash, long timeSeconds) {
  /**
   * Reads a block's header.
   *
   * @throws network.wcn.wire.MalformedMessage if it is none
   */
  static Block read(JsonNode header) {
    return new Block(
        Hex.small(header.path("number")),
        Hex.bytes(header.path("hash")),
        Hex.small(header.path("timestamp")));
  }
}
