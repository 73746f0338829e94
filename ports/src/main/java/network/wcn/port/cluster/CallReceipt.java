package network.wcn.port.cluster;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a contract's chain says of a call that has become part of it.
 *
 * @param transaction the name by which the chain's explorers find it; empty if the chain keeps no
 *     transactions
 * @param gasUsed what it took, in units of gas; empty if calls cost nothing
 */
public record CallReceipt(Optional<String> transaction, OptionalLong gasUsed) {
  /** Says that the call is part of the chain, and no more. */
  public static final CallReceipt BARE = new CallReceipt(Optional.empty(), OptionalLong.empty());
}
