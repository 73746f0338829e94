package network.wcn.app.node.wiring;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.adapter.evm.ChainSigner;
import network.wcn.adapter.evm.EvmClusterContract;
import network.wcn.adapter.evm.EvmContractDeployment;
import network.wcn.adapter.evm.EvmSettings;
import network.wcn.adapter.ledger.LedgerContract;
import network.wcn.app.node.ChainAccount;
import network.wcn.app.node.ChainSettings;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.cluster.ContractDeployment;
import network.wcn.port.metrics.Metrics;
import network.wcn.wire.account.AccountKey;

/** Opens contracts on whatever kind of chain they are; nodes and the command line share it. */
public final class Chains {
  private Chains() {}

  /**
   * Makes a connection to a contract. Nothing is sent yet, except that a remote signer is asked for
   * its account.
   *
   * @throws IllegalArgumentException if a provider's URL cannot be used
   * @throws network.wcn.port.cluster.ChainFault if the remote signer does not tell one account
   */
  public static ClusterContract open(ChainSettings settings, Metrics metrics) {
    if (settings.isLedger()) {
      return LedgerContract.connect(
          settings.providers().getFirst(),
          settings.contract(),
          settings.account().map(Chains::key));
    }
    Optional<ChainSigner> signer = settings.account().map(Chains::signer);
    return EvmClusterContract.connect(
        evm(settings.providers(), settings.chainId()), settings.contract(), signer, metrics);
  }

  /**
   * Makes ready to deploy a contract. Nothing is sent yet, except that a remote signer is asked for
   * its account.
   *
   * @param providers of an EVM chain; a ledger begins with its contract
   * @param chainId what every provider has to serve; empty takes that of the first to answer
   * @param account pays, and owns the contract
   * @throws IllegalArgumentException if a provider's URL cannot be used
   * @throws network.wcn.port.cluster.ChainFault if the remote signer does not tell one account
   */
  public static ContractDeployment deployment(
      List<URI> providers, OptionalLong chainId, ChainAccount account) {
    return EvmContractDeployment.connect(evm(providers, chainId), signer(account));
  }

  private static EvmSettings evm(List<URI> providers, OptionalLong chainId) {
    EvmSettings chain = EvmSettings.of(providers);
    return chainId.isPresent() ? chain.withChainId(chainId.getAsLong()) : chain;
  }

  private static ChainSigner signer(ChainAccount account) {
    return switch (account) {
      case ChainAccount.Held(AccountKey key) -> ChainSigner.of(key);
      case ChainAccount.Remote(var service) -> ChainSigner.remote(service);
    };
  }

  private static AccountKey key(ChainAccount account) {
    return switch (account) {
      case ChainAccount.Held(AccountKey key) -> key;
      case ChainAccount.Remote _ ->
          throw new IllegalArgumentException("a ledger takes a private key only");
    };
  }
}
