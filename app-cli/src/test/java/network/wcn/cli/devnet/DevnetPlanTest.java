package network.wcn.cli.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.Genesis;
import network.wcn.wire.onchain.OnChainData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevnetPlanTest {
  @TempDir private Path directory = Path.of("");

  private DevnetFile draw() {
    return new DevnetPlan(directory, ChainKind.LEDGER, 5, 2, 31_000, 3_600).draw();
  }

  @Test
  void everyPortAndKeyIsUsedOnce() {
    DevnetFile file = draw();
    Set<Object> seen = new HashSet<>(List.of(file.chain().port()));
    for (DevnetFile.NamedServer server : file.servers()) {
      assertTrue(seen.add(server.server().primaryPort()));
      assertTrue(seen.add(server.server().secondaryPort()));
      assertTrue(seen.add(server.server().metricsPort()));
      assertTrue(seen.add(server.server().peerId()));
      assertTrue(seen.add(server.server().dir()));
    }
    assertEquals(15, file.servers().size());
  }

  @Test
  void aNetworkOnAnvilSaysWhichChainItIs() {
    DevnetFile.Chain chain =
        new DevnetPlan(directory, ChainKind.parse("anvil"), 5, 2, 31_000, 3_600).draw().chain();

    assertEquals("anvil", chain.kind());
    assertEquals("ws://127.0.0.1:31000", chain.rpcProviderUrl());
    assertEquals(31_337L, chain.chainId());
    assertEquals(null, draw().chain().chainId());
  }

  @Test
  void theFileKeepsProcessesBetweenCommands() {
    Registry registry = new Registry(directory);
    registry.create(draw());
    ServerName name = ServerName.parse("3/node-2");
    registry.update(file -> file.withPid(name, 4711L).withPid(ServerName.LEDGER, 42L));
    assertEquals(OptionalLong.of(4711), registry.read().pidOf(name));
    assertEquals(OptionalLong.of(42), registry.read().pidOf(ServerName.LEDGER));
    assertEquals(OptionalLong.empty(), registry.read().pidOf(ServerName.parse("3/db")));
    assertEquals(registry.read(), registry.update(file -> file));
  }

  @Test
  void theFileSaysWhatAnOutsideClientNeeds() throws Exception {
    new Registry(directory).create(draw());
    String text = Files.readString(directory.resolve("devnet.json"));
    for (String field :
        List.of(
            "chain",
            "encryption_key",
            "client",
            "secret_key",
            "peer_id",
            "namespaces",
            "operators",
            "id",
            "name",
            "database",
            "pid",
            "address",
            "primary_port",
            "secondary_port",
            "metrics_port",
            "dir",
            "nodes")) {
      assertTrue(text.contains("\"" + field + "\""), field);
    }
  }

  @Test
  void theContractBeginsWithEveryOperatorAndItsNodes() {
    new Registry(directory).create(draw());
    DevnetFile file = DevnetFile.read(directory.resolve("devnet.json"));
    Genesis genesis = LedgerGenesis.read(directory.resolve("devnet.json"));
    OnChainData reader = new OnChainData(ClusterKey.parse(file.encryptionKey()));
    assertEquals(5, genesis.operators().size());
    for (int i = 0; i < 5; i++) {
      ClusterOperator operator = reader.operator(genesis.operators().get(i));
      assertEquals(file.operators().get(i).id(), operator.id().toString());
      assertEquals(2, operator.nodes().size());
      assertEquals(file.client().peerId(), operator.clients().getFirst().peerId().toString());
    }
  }

  @Test
  void serversAreConfiguredByTheirEnvironmentAlone() {
    DevnetFile file = draw();
    ServerCommand recipe = new ServerCommand(directory, file);
    Map<String, String> database = recipe.environment(ServerName.parse("2/db"));
    Map<String, String> node = recipe.environment(ServerName.parse("2/node-1"));
    assertEquals(file.operators().get(1).database().secretKey(), database.get("SECRET_KEY"));
    assertEquals(file.operators().get(1).database().peerId(), node.get("DATABASE_PEER_ID"));
    assertTrue(node.containsKey("SMART_CONTRACT_SIGNER_PRIVATE_KEY"));
    assertFalse(
        recipe
            .environment(ServerName.parse("2/node-2"))
            .containsKey("SMART_CONTRACT_SIGNER_PRIVATE_KEY"));
    String command = String.join(" ", recipe.command(ServerName.parse("2/node-1")));
    assertFalse(command.contains(file.operators().get(1).nodes().getFirst().secretKey()));
  }

  @Test
  void namesOfServersAreReadAsTheyArePrinted() {
    for (String name : List.of("ledger", "1/db", "12/node-3")) {
      assertEquals(name, ServerName.parse(name).toString());
    }
    for (String name : List.of("", "db", "0/db", "1/node-0", "1/node-", "x/db", "1/cache")) {
      assertThrows(IllegalArgumentException.class, () -> ServerName.parse(name), name);
    }
  }

  @Test
  void callsServedAreSummedOverSeries() {
    String metrics =
        """
        # TYPE future_duration summary
        future_duration{api="Coordinator",rpc="Get",future_name="wcn_rpc_server_inbound_rpc",quantile="0.5"} 9
        future_duration_sum{api="Coordinator",rpc="Get",future_name="wcn_rpc_server_inbound_rpc"} 1.5
        future_duration_count{api="Coordinator",rpc="Get",future_name="wcn_rpc_server_inbound_rpc"} 3
        future_duration_count{api="Coordinator",rpc="Set",future_name="wcn_rpc_server_inbound_rpc"} 4
        future_duration_count{api="Replica",rpc="Get",future_name="wcn_rpc_server_inbound_rpc"} 100
        """;
    assertEquals(new ServedCalls(7, 1.5), ServedCalls.parse(metrics, "api=\"Coordinator\""));
  }
}
