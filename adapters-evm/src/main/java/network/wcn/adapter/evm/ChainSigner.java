package network.wcn.adapter.evm;

import java.net.URI;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.account.AccountKey;

/** An account that can sign transactions. */
public abstract sealed class ChainSigner permits LocalSigner, RemoteSigner {
  /** Returns the signer that holds {@code key} in this process. */
  public static ChainSigner of(AccountKey key) {
    return new LocalSigner(key);
  }

  /**
   * Returns a signer that asks a service to sign, by the JSON-RPC method {@code
   * eth_signTransaction} as web3signer serves it; the key never enters this process.
   *
   * @param service {@code http://} or {@code https://}
   * @param account whose key the service holds
   */
  public static ChainSigner remote(URI service, OperatorId account) {
    return new RemoteSigner(service, account);
  }

  /**
   * Returns a signer that asks a service to sign with the one account that it holds.
   *
   * @param service {@code http://} or {@code https://}
   * @throws network.wcn.port.cluster.ChainFault if the service does not answer, or holds no account
   *     or several
   */
  public static ChainSigner remote(URI service) {
    return RemoteSigner.ofOnlyAccount(service);
  }

  public abstract OperatorId account();

  /**
   * Returns the signed form of {@code transaction}, ready to be sent.
   *
   * @throws network.wcn.port.cluster.ChainFault if the service that signs does not
   */
  abstract Bytes sign(UnsignedTransaction transaction);

  /** Names the account, never a key. */
  @Override
  public final String toString() {
    return "signer of " + account();
  }
}
