package network.wcn.port.cluster;

import java.math.BigInteger;

/**
 * What a deployment takes at the prices of the moment. A chain that stores its data on another one
 * may ask for that besides.
 *
 * @param codeGas of the transaction that brings the code
 * @param contractGas of the one that makes the contract, with its operators
 * @param weiPerGas present price
 * @param balanceWei what the account has
 */
public record DeploymentCost(
    BigInteger codeGas, BigInteger contractGas, BigInteger weiPerGas, BigInteger balanceWei) {
  /** Returns the price of both transactions. */
  public BigInteger wei() {
    return codeGas.add(contractGas).multiply(weiPerGas);
  }

  /** Returns whether the account has as much. */
  public boolean isAffordable() {
    return balanceWei.compareTo(wei()) >= 0;
  }
}
