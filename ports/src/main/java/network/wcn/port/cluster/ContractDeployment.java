package network.wcn.port.cluster;

import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.Genesis;

/**
 * Puts a contract on a chain, as one account. Methods block, for use by virtual threads, and throw
 * {@link ChainFault} when the chain cannot be reached or answers nonsense.
 */
public interface ContractDeployment extends AutoCloseable {
  /** Returns the account that pays, and owns the contract from then on. */
  OperatorId account();

  /** Returns the chain's ID, like 10 of OP Mainnet. */
  long chainId();

  /**
   * Returns what a deployment takes and what the account has; nothing is sent.
   *
   * @throws IllegalArgumentException if the genesis names another owner than {@link #account()}
   */
  DeploymentCost cost(Genesis genesis);

  /**
   * Deploys a contract and waits until it is part of the chain.
   *
   * @return the address to use
   * @throws IllegalArgumentException if the genesis names another owner than {@link #account()}
   * @throws ContractRefused if a rule of the contract forbids this genesis
   * @throws CallNotMade if the chain or the signer failed before the contract was sent
   * @throws ChainFault if the chain does not answer: there may be a contract or not
   */
  OperatorId deploy(Genesis genesis);

  /** Ends the connections; other methods throw {@link ChainFault} from then on. */
  @Override
  void close();
}
