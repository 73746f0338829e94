package network.wcn.port.cluster;

import java.math.BigInteger;
import java.util.Optional;

/**
 * What a deployment takes at the prices of the moment.
 *
 * @param codeGas of the transaction that brings the code
 * @param contractGas of the one that makes the contract, with its operators
 * @param weiPerGas present price
 * @param dataFeeWei what a chain that stores its data on another one asks for that, besides gas;
 *     empty if this one does not tell
 * @param balanceWei what the account has
 */
public record DeploymentCost(
    BigInteger codeGas,
    BigInteger contractGas,
    BigInteger weiPerGas,
    Optional<BigInteger> dataFeeWei,
    BigInteger balanceWei) {
  /** Returns the price of both transactions, with the fee for their data where it is known. */
  public BigInteger wei() {
    return codeGas.add(contractGas).multiply(weiPerGas).add(dataFeeWei.orElse(BigInteger.ZERO));
  }

  /** Returns whether the account has as much. */
  public boolean isAffordable() {
    return balanceWei.compareTo(wei()) >= 0;
  }
}
