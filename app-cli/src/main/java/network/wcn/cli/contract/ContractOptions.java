package network.wcn.cli.contract;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import network.wcn.app.node.ChainAccount;
import network.wcn.app.node.ChainSettings;
import network.wcn.app.node.wiring.Chains;
import network.wcn.cli.Output;
import network.wcn.cli.SecretFile;
import network.wcn.cli.devnet.DevnetFile;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.metrics.Metrics;
import network.wcn.wire.account.AccountKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where the contract is and who signs: what an option says wins over a devnet's file, and that over
 * the environment.
 */
public final class ContractOptions {
  private static final String URL_VARIABLE = "OPTIMISM_RPC_PROVIDER_URL";
  private static final String CHAIN_VARIABLE = "RPC_CHAIN_ID";
  private static final String ADDRESS_VARIABLE = "WCN_CLUSTER_SMART_CONTRACT_ADDRESS";
  private static final String ENCRYPTION_VARIABLE = "WCN_CLUSTER_SMART_CONTRACT_ENCRYPTION_KEY";

  private static final Set<String> SIGNER_SCHEMES = Set.of("http", "https");
  private static final String NO_SIGNER_URL = "--signer-url begins with http:// or https://";

  private final UnaryOperator<@Nullable String> environment;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The devnet.json of a network: contract and keys. Default, if neither options nor "
              + "environment name a contract: WCN_CONFIG, then the default devnet.")
  private @Nullable Path config;

  @Option(
      names = "--as",
      paramLabel = "N",
      description = "With --config: sign as its operator number N, from 1 on.")
  private @Nullable Integer operatorNumber;

  @Option(
      names = "--rpc-provider-url",
      paramLabel = "URL",
      description = "ws, wss, http, https or ledger+http; else " + URL_VARIABLE + ".")
  private @Nullable String url;

  @Option(
      names = "--chain-id",
      paramLabel = "ID",
      description =
          "What the provider has to serve, 10 for OP Mainnet; else " + CHAIN_VARIABLE + ".")
  private @Nullable Long chainId;

  @Option(
      names = "--contract-address",
      paramLabel = "ADDRESS",
      description = "Else " + ADDRESS_VARIABLE + ".")
  private @Nullable String contract;

  @Option(
      names = "--encryption-key",
      paramLabel = "HEX",
      description = "Of the network's node addresses; else " + ENCRYPTION_VARIABLE + ".")
  private @Nullable String encryptionKey;

  @Option(
      names = "--private-key",
      paramLabel = "HEX",
      description = "Of the account that signs. The environment keeps it out of process lists.")
  private @Nullable String privateKey;

  @Option(
      names = "--private-key-file",
      paramLabel = "FILE",
      description = "A file that holds that key and nothing else.")
  private @Nullable Path privateKeyFile;

  @Option(
      names = "--signer-url",
      paramLabel = "URL",
      description = "A service that signs as web3signer does, for keys of hardware or of a KMS.")
  private @Nullable String signerUrl;

  @Option(names = "--kms-key-arn", hidden = true)
  private @Nullable String kmsKeyArn;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Makes options of this process' environment. */
  public ContractOptions() {
    this(System::getenv);
  }

  ContractOptions(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * Connects to the contract; with an account if one is given.
   *
   * @throws ParameterException if what is given does not make a connection
   */
  public ContractSession open(Role role) {
    Optional<DevnetFile> file = file();
    ChainSettings settings;
    try {
      settings =
          new ChainSettings(
              address(file),
              List.of(URI.create(provider(file))),
              account(role, file),
              chainId(file));
    } catch (IllegalArgumentException e) {
      throw wrong("the chain cannot be used: " + e.getMessage());
    }
    Optional<ClusterKey> key = clusterKey(file);
    try {
      return new ContractSession(
          Chains.open(settings, Metrics.none()),
          key,
          role,
          command.commandLine(),
          Output.of(command.commandLine(), json));
    } catch (IllegalArgumentException e) {
      throw wrong("the chain cannot be used: " + e.getMessage());
    }
  }

  /**
   * Makes ready to deploy a contract as the owner; the options' contract is not looked at.
   *
   * @throws ParameterException if what is given does not make a connection, or no account
   */
  public DeploymentSession openDeployment() {
    Optional<DevnetFile> file = file();
    ClusterKey key = clusterKey(file).orElseThrow(() -> wrong(ContractSession.NO_KEY));
    ChainAccount account =
        account(Role.OWNER, file).orElseThrow(() -> wrong(ContractSession.noAccount(Role.OWNER)));
    try {
      URI provider = URI.create(provider(file));
      if (ChainSettings.LEDGER_SCHEME.equalsIgnoreCase(provider.getScheme())) {
        throw wrong("a ledger begins with its contract: start one by wcn devnet");
      }
      return new DeploymentSession(
          Chains.deployment(List.of(provider), chainId(file), account),
          key,
          command.commandLine(),
          Output.of(command.commandLine(), json));
    } catch (IllegalArgumentException e) {
      throw wrong("the chain cannot be used: " + e.getMessage());
    }
  }

  private OptionalLong chainId(Optional<DevnetFile> file) {
    String variable = variable(CHAIN_VARIABLE);
    try {
      return Optional.ofNullable(chainId)
          .or(() -> file.flatMap(f -> Optional.ofNullable(f.chain().chainId())))
          .or(() -> Optional.ofNullable(variable).map(Long::valueOf))
          .map(OptionalLong::of)
          .orElseGet(OptionalLong::empty);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          command.commandLine(), CHAIN_VARIABLE + " is a number, got \"" + variable + "\"", e);
    }
  }

  private Optional<DevnetFile> file() {
    if (config != null) {
      return Optional.of(DevnetFile.read(config));
    }
    boolean named =
        url != null
            || contract != null
            || variable(URL_VARIABLE) != null
            || variable(ADDRESS_VARIABLE) != null;
    return named ? Optional.empty() : Optional.of(DevnetFile.read(DevnetFile.defaultPath()));
  }

  private OperatorId address(Optional<DevnetFile> file) {
    String text =
        Optional.ofNullable(contract)
            .or(() -> file.map(f -> f.chain().contractAddress()))
            .or(() -> Optional.ofNullable(variable(ADDRESS_VARIABLE)))
            .orElseThrow(() ->
                wrong(
                    "no contract: give --contract-address, " + ADDRESS_VARIABLE + " or --config"));
    try {
      return OperatorId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(),
          "a contract's address is 0x and 40 hex digits, got \""
              + text
              + "\" (--contract-address, "
              + ADDRESS_VARIABLE
              + " or --config)",
          e);
    }
  }

  private String provider(Optional<DevnetFile> file) {
    return Optional.ofNullable(url)
        .or(() -> file.map(f -> f.chain().rpcProviderUrl()))
        .or(() -> Optional.ofNullable(variable(URL_VARIABLE)))
        .orElseThrow(
            () -> wrong("no provider: give --rpc-provider-url, " + URL_VARIABLE + " or --config"));
  }

  private Optional<ClusterKey> clusterKey(Optional<DevnetFile> file) {
    try {
      return Optional.ofNullable(encryptionKey)
          .or(() -> file.map(DevnetFile::encryptionKey))
          .or(() -> Optional.ofNullable(variable(ENCRYPTION_VARIABLE)))
          .map(ClusterKey::parse);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Optional<ChainAccount> account(Role role, Optional<DevnetFile> file) {
    if (kmsKeyArn != null) {
      throw wrong(
          "--kms-key-arn is not spoken here: run web3signer with that key and give --signer-url");
    }
    if (Stream.of(privateKey, privateKeyFile, signerUrl, operatorNumber)
            .filter(Objects::nonNull)
            .count()
        > 1) {
      throw wrong("one account only: --private-key, --private-key-file, --signer-url or --as");
    }
    if (signerUrl != null) {
      return Optional.of(new ChainAccount.Remote(signer(signerUrl)));
    }
    return keyText(role, file).map(text -> new ChainAccount.Held(key(text)));
  }

  private URI signer(String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && SIGNER_SCHEMES.contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // A path may hold a secret, so nobody repeats what was given.
      throw wrong(NO_SIGNER_URL);
    }
    throw wrong(NO_SIGNER_URL);
  }

  private Optional<String> keyText(Role role, Optional<DevnetFile> file) {
    if (privateKey != null) {
      return Optional.of(privateKey);
    }
    if (privateKeyFile != null) {
      return Optional.of(SecretFile.read(privateKeyFile, "key"));
    }
    if (file.isPresent()) {
      return configured(role, file.get());
    }
    if (operatorNumber != null) {
      throw wrong("--as names an operator of --config, which is missing");
    }
    return Optional.ofNullable(variable(role.keyVariable()));
  }

  private Optional<String> configured(Role role, DevnetFile file) {
    if (operatorNumber != null) {
      if (operatorNumber < 1 || operatorNumber > file.operators().size()) {
        throw wrong("--as is 1 to " + file.operators().size() + ", got " + operatorNumber);
      }
      return Optional.of(file.operators().get(operatorNumber - 1).privateKey());
    }
    return role == Role.OWNER
        ? Optional.of(file.chain().ownerPrivateKey())
        : Optional.ofNullable(variable(role.keyVariable()));
  }

  private AccountKey key(String text) {
    try {
      return AccountKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable String variable(String name) {
    String value = environment.apply(name);
    return value == null || value.isBlank() ? null : value;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
