package network.wcn.domain.membership;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/** An operator as the contract holds it: {@code data} means nothing to the contract. */
public record OperatorEntry(OperatorId id, Bytes data) {}
