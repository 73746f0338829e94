package network.wcn.app.node;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.environment.Kind;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.account.AccountKey;

/**
 * Where a cluster's contract is and who signs calls to it.
 *
 * @param contract the contract's address
 * @param providers of one chain, asked in this order; one {@code ledger+http} URL, or any number
 *     that begin with {@code ws}, {@code wss}, {@code http} or {@code https}
 * @param account signs calls; without it the chain is only read
 * @param chainId what every provider has to serve, like 10 for OP Mainnet; without it whatever the
 *     first one to answer serves. A ledger has none and takes no notice
 */
public record ChainSettings(
    OperatorId contract,
    List<URI> providers,
    Optional<ChainAccount> account,
    OptionalLong chainId) {
  /** The scheme of a ledger service. */
  public static final String LEDGER_SCHEME = "ledger+http";

  private static final List<String> EVM_SCHEMES = List.of("wss", "https", "ws", "http");
  private static final Kind<URI> EVM_URL = secretUrl(EVM_SCHEMES);
  private static final Kind<URI> ANY_URL =
      secretUrl(Stream.concat(EVM_SCHEMES.stream(), Stream.of(LEDGER_SCHEME)).toList());

  private static final Kind<Long> CHAIN_ID =
      new Kind<>("a chain ID, 1 or more", false, () -> 1L, ChainSettings::chainId);

  private static final Kind<AccountKey> SIGNER_KEY =
      new Kind<>(
          "64 hex digits that are a secp256k1 key",
          true,
          () -> AccountKey.parse("0".repeat(63) + "1"),
          AccountKey::parse);

  /**
   * @throws IllegalArgumentException if there is no provider, or a ledger comes with what only
   *     other chains have
   */
  public ChainSettings {
    providers = List.copyOf(providers);
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("a chain needs at least 1 provider, got none");
    }
    if (isLedger(providers)) {
      if (providers.size() > 1) {
        throw new IllegalArgumentException("a ledger without fallbacks");
      }
      if (account.filter(ChainAccount.Remote.class::isInstance).isPresent()) {
        throw new IllegalArgumentException(
            "a private key, since a ledger knows no service that signs");
      }
    }
  }

  /** Trusts the first provider that answers for which chain it is. */
  public ChainSettings(OperatorId contract, List<URI> providers, Optional<ChainAccount> account) {
    this(contract, providers, account, OptionalLong.empty());
  }

  /** Reads the settings; problems are noted in {@code in}. */
  static ChainSettings from(Environment in) {
    OperatorId contract = in.required("SMART_CONTRACT_ADDRESS", Kind.ADDRESS);
    URI first = in.required("RPC_PROVIDER_URL", ANY_URL);
    List<URI> fallbacks =
        in.optional("RPC_PROVIDER_URL_FALLBACKS", Kind.listOf(EVM_URL), List.of());
    Optional<ChainAccount> key =
        in.optional("SMART_CONTRACT_SIGNER_PRIVATE_KEY", SIGNER_KEY).map(ChainAccount.Held::new);
    Optional<ChainAccount> service =
        in.optional("SMART_CONTRACT_SIGNER_URL", secretUrl(List.of("http", "https")))
            .map(ChainAccount.Remote::new);
    OptionalLong chainId =
        in.optional("RPC_CHAIN_ID", CHAIN_ID).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    if (key.isPresent() && service.isPresent()) {
      in.problem(
          "SMART_CONTRACT_SIGNER_URL",
          "is set beside SMART_CONTRACT_SIGNER_PRIVATE_KEY",
          "one of the two, or none");
    }
    try {
      return new ChainSettings(
          contract,
          Stream.concat(Stream.of(first), fallbacks.stream()).toList(),
          key.or(() -> service),
          chainId);
    } catch (IllegalArgumentException e) {
      in.problem("RPC_PROVIDER_URL", "cannot be used", String.valueOf(e.getMessage()));
      return new ChainSettings(contract, List.of(first), Optional.empty());
    }
  }

  /** Returns whether the chain is a ledger service and no EVM chain. */
  public boolean isLedger() {
    return isLedger(providers);
  }

  private static boolean isLedger(List<URI> providers) {
    return LEDGER_SCHEME.equalsIgnoreCase(providers.getFirst().getScheme());
  }

  /** Names the hosts alone: paths of providers hold keys. */
  @Override
  public String toString() {
    return contract + " at " + providers.stream().map(URI::getHost).toList();
  }

  private static long chainId(String text) {
    long id = Long.parseLong(text);
    if (id < 1) {
      throw new IllegalArgumentException("no chain has the ID " + id);
    }
    return id;
  }

  private static Kind<URI> secretUrl(List<String> schemes) {
    Kind<URI> url = Kind.url(schemes);
    return new Kind<>(url.expected(), true, url.placeholder(), url.parser());
  }
}
