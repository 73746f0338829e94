package network.wcn.cli.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.wcn.adapter.evm.ChainSigner;
import network.wcn.adapter.evm.ContractPackages;
import network.wcn.adapter.evm.DevelopmentChain;
import network.wcn.adapter.evm.EvmContractDeployment;
import network.wcn.adapter.evm.EvmSettings;
import network.wcn.cli.devnet.DevnetFile;
import network.wcn.cli.devnet.LedgerGenesis;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.account.AccountKey;

/**
 * The process of a devnet's EVM chain: keeps an anvil, and at its first start deploys our contract
 * with every operator in it and gives each account money.
 *
 * <p>Arguments: port, the directory of the chain's state, the {@code devnet.json} that says how to
 * begin, the file to write the contract's address to once it is served, and the project's
 * directory. Serves until a signal comes. Anvil writes its state once a second, so a crash loses a
 * second.
 */
public final class AnvilMain {
  /** The ID of the chain. */
  public static final long CHAIN_ID = DevelopmentChain.CHAIN_ID;

  private AnvilMain() {}

  /**
   * Fetches anvil if it is not there yet.
   *
   * @throws IllegalStateException if it cannot be had; says why
   */
  public static void install(Path projectRoot) {
    ContractPackages _ = ContractPackages.install(projectRoot);
  }

  public static void main(String[] arguments) throws IOException {
    List<String> given = new ArrayList<>(List.of(arguments));
    if (given.size() != 5) {
      throw new IllegalArgumentException(
          "expected port, directory, devnet.json, address file and project, got " + given);
    }
    Path directory = Path.of(given.get(1));
    Path state = directory.resolve("state.json");
    Path deployed = directory.resolve("contract");
    boolean isFirstStart = !Files.exists(state) || !Files.exists(deployed);
    DevelopmentChain chain =
        DevelopmentChain.start(
            Path.of(given.get(4)),
            Integer.parseInt(given.get(0)),
            "--state",
            state.toString(),
            "--state-interval",
            "1");
    Runtime.getRuntime().addShutdownHook(new Thread(chain::close, "anvil-shutdown"));
    if (isFirstStart) {
      AddressFile.write(deployed, deploy(chain, Path.of(given.get(2))).toString());
    }
    String contract = Files.readString(deployed);
    AddressFile.write(Path.of(given.get(3)), contract);
    System.err.println("anvil serves " + contract + " at " + chain.webSocketUrl());
    ProcessHandle _ = chain.process().onExit().join();
    System.err.println("anvil ended");
    Runtime.getRuntime().halt(1);
  }

  /** Gives every account of a network money and deploys its contract, with every operator in it. */
  public static OperatorId deploy(DevelopmentChain chain, Path devnetFile) {
    DevnetFile file = DevnetFile.read(devnetFile);
    AccountKey owner = AccountKey.parse(file.chain().ownerPrivateKey());
    List<OperatorId> accounts = new ArrayList<>(List.of(owner.address()));
    file.operators().forEach(operator -> accounts.add(OperatorId.parse(operator.id())));
    chain.fund(accounts);
    return EvmContractDeployment.deploy(
        EvmSettings.of(List.of(chain.httpUrl())).withChainId(CHAIN_ID),
        ChainSigner.of(owner),
        LedgerGenesis.read(devnetFile));
  }
}
