package network.wcn.adapter.evm;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.account.AccountKey;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.TransactionEncoder;

/** Signs with a key in this process. */
final class LocalSigner extends ChainSigner {
  private final OperatorId account;
  private final Credentials credentials;

  LocalSigner(AccountKey key) {
    this.account = key.address();
    this.credentials = Credentials.create(key.exportHex());
  }

  @Override
  public OperatorId account() {
    return account;
  }

  @Override
  Bytes sign(UnsignedTransaction transaction) {
    return Bytes.wrap(TransactionEncoder.signMessage(transaction.raw(), credentials));
  }
}
