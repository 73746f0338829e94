package network.wcn.adapter.evm;

import java.math.BigInteger;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.account.AccountKey;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
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
    RawTransaction raw =
        RawTransaction.createTransaction(
            transaction.chainId(),
            transaction.nonce(),
            transaction.gasLimit(),
            transaction.to().map(OperatorId::toString).orElse(""),
            BigInteger.ZERO,
            Hex.of(transaction.data()),
            transaction.fees().tip(),
            transaction.fees().most());
    return Bytes.wrap(TransactionEncoder.signMessage(raw, credentials));
  }
}
