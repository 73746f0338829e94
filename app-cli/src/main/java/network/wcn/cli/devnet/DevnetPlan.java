package network.wcn.cli.devnet;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import network.wcn.cli.wiring.AnvilMain;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.SecretKey;
import network.wcn.wire.account.AccountKey;

/**
 * Makes a new network on paper: keys, ports and directories.
 *
 * @param operatorCount 5 to 64
 * @param nodesPerOperator 2 to 16
 * @param chain what the contract lives on
 * @param basePort TCP port of the chain; the servers' ports follow, three each
 * @param memoryMib what all databases and nodes together may take
 */
record DevnetPlan(
    Path directory,
    ChainKind chain,
    int operatorCount,
    int nodesPerOperator,
    int basePort,
    int memoryMib) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int PORTS_PER_SERVER = 3;

  /** Ports from the base to that of the first server. */
  private static final int FIRST_SERVER_PORT = 10;

  /** Returns the highest base port that leaves room for every server's ports. */
  int highestBasePort() {
    return 65_535 - FIRST_SERVER_PORT - PORTS_PER_SERVER * operatorCount * (nodesPerOperator + 1);
  }

  /** Returns the network, with keys of its own. */
  DevnetFile draw() {
    SecureRandom random = new SecureRandom();
    List<DevnetFile.Operator> operators = new ArrayList<>();
    List<String> namespaces = new ArrayList<>();
    for (int i = 1; i <= operatorCount; i++) {
      AccountKey account = AccountKey.generate(random);
      List<DevnetFile.Server> nodes = new ArrayList<>();
      for (int j = 1; j <= nodesPerOperator; j++) {
        nodes.add(server(ServerName.node(i, j), j, random));
      }
      operators.add(
          new DevnetFile.Operator(
              account.address().toString(),
              "operator-" + i,
              account.exportHex(),
              server(ServerName.database(i), 0, random),
              nodes));
      for (int index = 0; index < LedgerGenesis.NAMESPACES; index++) {
        namespaces.add(account.address() + "/" + index);
      }
    }
    SecretKey client = secretKey(random);
    return new DevnetFile(
        new DevnetFile.Chain(
            chain.toString(),
            null,
            chain.providerUrl(LOOPBACK, basePort),
            chain == ChainKind.ANVIL ? AnvilMain.CHAIN_ID : null,
            "",
            AccountKey.generate(random).exportHex(),
            basePort,
            directory.resolve(ServerName.LEDGER.toString()).toString()),
        new ClusterKey(bytes(random, ClusterKey.SIZE_BYTES)).secretText(),
        new DevnetFile.Client(client.secretText(), client.peerId().toString(), namespaces),
        operators,
        memoryMib);
  }

  private DevnetFile.Server server(ServerName name, int offset, SecureRandom random) {
    int index = (name.operator() - 1) * (nodesPerOperator + 1) + offset;
    int port = basePort + FIRST_SERVER_PORT + index * PORTS_PER_SERVER;
    SecretKey key = secretKey(random);
    return new DevnetFile.Server(
        null,
        key.peerId().toString(),
        key.secretText(),
        LOOPBACK,
        port,
        port + 1,
        port + 2,
        directory.resolve(name.toString()).toString());
  }

  private static SecretKey secretKey(SecureRandom random) {
    return new SecretKey(bytes(random, SecretKey.SIZE_BYTES));
  }

  private static Bytes bytes(SecureRandom random, int size) {
    byte[] drawn = new byte[size];
    random.nextBytes(drawn);
    return Bytes.wrap(drawn);
  }
}
