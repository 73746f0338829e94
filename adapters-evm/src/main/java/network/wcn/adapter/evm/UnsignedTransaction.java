package network.wcn.adapter.evm;

import java.math.BigInteger;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/**
 * A transaction of EIP-1559 before it is signed; it carries no money.
 *
 * @param to the contract that is called; empty creates one
 */
record UnsignedTransaction(
    long chainId,
    BigInteger nonce,
    BigInteger gasLimit,
    Optional<OperatorId> to,
    Bytes data,
    Fees fees) {

  /** Returns the form that is signed. */
  RawTransaction raw() {
    return RawTransaction.createTransaction(
        chainId,
        nonce,
        gasLimit,
        to.map(OperatorId::toString).orElse(""),
        BigInteger.ZERO,
        Hex.of(data),
        fees.tip(),
        fees.most());
  }

  /** Returns its bytes, without a signature. */
  Bytes encoded() {
    return Bytes.wrap(TransactionEncoder.encode(raw()));
  }

  UnsignedTransaction withFees(Fees newFees) {
    return new UnsignedTransaction(chainId, nonce, gasLimit, to, data, newFees);
  }

  /**
   * What a unit of gas may cost, in wei.
   *
   * @param tip what the producer of the block gets of it
   * @param most with the tip
   */
  record Fees(BigInteger tip, BigInteger most) {
    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final BigInteger FOUR = BigInteger.valueOf(4);

    /** Returns fees a quarter higher, enough to replace a transaction; chains ask for a tenth. */
    Fees bumped() {
      return new Fees(raise(tip), raise(most));
    }

    /** Returns the higher of both, tip and all. */
    Fees max(Fees other) {
      return new Fees(tip.max(other.tip), most.max(other.most));
    }

    private static BigInteger raise(BigInteger fee) {
      return fee.multiply(FIVE).divide(FOUR).add(BigInteger.ONE);
    }
  }
}
