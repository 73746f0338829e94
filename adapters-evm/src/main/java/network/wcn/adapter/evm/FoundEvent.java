package network.wcn.adapter.evm;

import network.wcn.domain.membership.ContractEvent;
import org.jspecify.annotations.Nullable;

/** An event, and the block it was found in. */
record FoundEvent(ContractEvent event, Block block) {
  /** Returns whether {@code other} is the same change, in whatever block. */
  boolean isSameEvent(@Nullable FoundEvent other) {
    return other != null && event.equals(other.event);
  }
}
