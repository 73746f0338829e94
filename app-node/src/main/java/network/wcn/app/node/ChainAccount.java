package network.wcn.app.node;

import java.net.URI;
import network.wcn.wire.account.AccountKey;

/** The account that signs calls to a contract. */
public sealed interface ChainAccount {
  /** One whose key this process holds. */
  record Held(AccountKey key) implements ChainAccount {}

  /**
   * One whose key a service holds, which signs by JSON-RPC as web3signer does.
   *
   * @param service {@code http://} or {@code https://}; it must hold one account
   */
  record Remote(URI service) implements ChainAccount {
    /** Names the host alone: the rest may hold a password. */
    @Override
    public String toString() {
      return "account at " + service.getHost();
    }
  }
}
