package network.wcn.adapter.evm;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.port.cluster.ChainFault;

/** Which chain this is: the configured one, or else that of the first provider to answer. */
final class ChainIdentity {
  private static final long UNKNOWN = -1;

  private final AtomicLong chainId;

  ChainIdentity(OptionalLong configured) {
    this.chainId = new AtomicLong(configured.orElse(UNKNOWN));
  }

  /**
   * Takes note of what {@code provider} serves.
   *
   * @throws ChainFault if that is another chain
   */
  void verify(String provider, long served) {
    chainId.compareAndSet(UNKNOWN, served);
    if (chainId.get() != served) {
      throw new ChainFault(
          "expected chain ID " + chainId.get() + " of " + provider + ", got " + served);
    }
  }

  /** Returns the ID; some provider must have answered. */
  long id() {
    return chainId.get();
  }
}
