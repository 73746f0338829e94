package network.wcn.adapter.evm;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.Bytes;

/**
 * What a chain asks besides gas because it stores transactions on another chain. Chains of the OP
 * stack have a contract at an address of its own that tells; others have nothing there.
 *
 * @see "OP stack specification, predeploys, GasPriceOracle"
 */
final class DataFee {
  static final String ORACLE = "0x420000000000000000000000000000000000000F";

  private static final Bytes GET_L1_FEE = ContractAbi.selector("getL1Fee(bytes)");

  private final Providers chain;

  DataFee(Providers chain) {
    this.chain = chain;
  }

  /** Returns the fee of all {@code transactions}, in wei; empty where the chain tells none. */
  Optional<BigInteger> of(List<UnsignedTransaction> transactions) {
    if (chain.ask(Hex::bytes, "eth_getCode", ORACLE, "latest").isEmpty()) {
      return Optional.empty();
    }
    BigInteger sum = BigInteger.ZERO;
    try {
      for (UnsignedTransaction transaction : transactions) {
        sum = sum.add(of(transaction));
      }
      return Optional.of(sum);
    } catch (RpcError _) {
      // Some other contract is at that address.
      return Optional.empty();
    }
  }

  private BigInteger of(UnsignedTransaction transaction) {
    Bytes question =
        GET_L1_FEE.concat(AbiValue.tuple(new AbiValue.Blob(transaction.encoded())).encode());
    return chain.ask(
        Hex::number, "eth_call", Map.of("to", ORACLE, "data", Hex.of(question)), "latest");
  }
}
