package network.wcn.domain.membership;

import network.wcn.domain.Bytes;

/**
 * Settings as the contract holds them.
 *
 * @param maxOperatorDataBytes unsigned 16 bits
 * @param minOperators 0 to 255
 * @param extra means nothing to the contract
 * @throws IllegalArgumentException if a number is outside its range
 */
public record ContractSettings(int maxOperatorDataBytes, int minOperators, Bytes extra) {
  public ContractSettings {
    if (maxOperatorDataBytes < 0 || maxOperatorDataBytes > 0xffff) {
      throw new IllegalArgumentException(
          "maxOperatorDataBytes must be in 0..65535, got " + maxOperatorDataBytes);
    }
    if (minOperators < 0 || minOperators > 0xff) {
      throw new IllegalArgumentException("minOperators must be in 0..255, got " + minOperators);
    }
  }
}
