/**
 * The cluster contract on an EVM chain. Start at {@link
 * network.wcn.adapter.evm.EvmClusterContract}; {@link network.wcn.adapter.evm.DevelopmentChain} is
 * for devnets and tests.
 */
@NullMarked
package network.wcn.adapter.evm;

import org.jspecify.annotations.NullMarked;
