package network.wcn.domain.membership;

import network.wcn.domain.Bytes;

/**
 * Settings as the contract holds them.
 *
 * @param maxOperatorDataBytes unsigned 16 bits
 * @param minOperators 0 to 255
 * @param extra means nothing to the contract
 */
public record ContractSettings(int maxOperatorDataBytes, int minOperators, Bytes extra) {}
