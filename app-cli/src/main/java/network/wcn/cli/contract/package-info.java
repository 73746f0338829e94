/**
 * What the verbs of operators and of the network's owner share: where the contract is, what stands
 * there, and how a change is shown, tried, asked for and made. Begin with {@link
 * network.wcn.cli.contract.ContractSession}.
 */
@NullMarked
package network.wcn.cli.contract;

import org.jspecify.annotations.NullMarked;
