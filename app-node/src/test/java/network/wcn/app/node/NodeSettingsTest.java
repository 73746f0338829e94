package network.wcn.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.base.environment.Problem;
import network.wcn.app.base.metrics.PeerLabels;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.SecretKey;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
  private static final SecretKey KEY = new SecretKey(Bytes.fromHex("01".repeat(32)));
  private static final Map<String, String> REQUIRED =
      Map.ofEntries(
          Map.entry("secret_key", KEY.secretText()),
          Map.entry("PRIMARY_RPC_SERVER_PORT", "3000"),
          Map.entry("SECONDARY_RPC_SERVER_PORT", "3001"),
          Map.entry("METRICS_SERVER_PORT", "3002"),
          Map.entry("DATABASE_RPC_SERVER_ADDRESS", "10.0.0.9"),
          Map.entry("DATABASE_PEER_ID", KEY.peerId().toString()),
          Map.entry("DATABASE_PRIMARY_RPC_SERVER_PORT", "4000"),
          Map.entry("DATABASE_SECONDARY_RPC_SERVER_PORT", "4001"),
          Map.entry("SMART_CONTRACT_ADDRESS", "0x" + "ab".repeat(20)),
          Map.entry("SMART_CONTRACT_ENCRYPTION_KEY", "CD".repeat(32)),
          Map.entry("RPC_PROVIDER_URL", "ledger+http://127.0.0.1:8545"));

  private static NodeSettings with(String... pairs) {
    Map<String, String> variables = new HashMap<>(REQUIRED);
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return NodeSettings.from(variables);
  }

  private static List<String> problemsWith(String... pairs) {
    return assertThrows(ConfigurationProblems.class, () -> with(pairs)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void theDefaultsAreTheReferences() {
    NodeSettings settings = with();

    assertEquals(Duration.ofMillis(500), settings.maxIdleConnectionTimeout());
    assertEquals(Optional.empty(), settings.publicAddress());
    assertEquals(Optional.empty(), settings.chain().settings().account());
    assertEquals(PeerLabels.NONE, settings.peerLabels());
    assertEquals(Duration.ofSeconds(60), settings.shutdownGrace());
    assertEquals(4001, settings.database().secondaryPort());
  }

  @Test
  void whatIsRequiredIsReportedTogether() {
    ConfigurationProblems problems =
        assertThrows(ConfigurationProblems.class, () -> NodeSettings.from(Map.of()));

    assertEquals(REQUIRED.size(), problems.problems().size());
  }

  @Test
  void aChainHasFallbacksThatAreAskedInOrder() {
    ChainSettings chain =
        with(
                "RPC_PROVIDER_URL", "wss://one.example/key",
                "RPC_PROVIDER_URL_FALLBACKS", "https://two.example, http://three.example:8545")
            .chain()
            .settings();

    assertFalse(chain.isLedger());
    assertEquals(
        List.of("one.example", "two.example", "three.example"),
        chain.providers().stream().map(URI::getHost).toList());
    assertFalse(chain.toString().contains("key"), chain.toString());
  }

  @Test
  void whichChainItIsCanBeSaidBefore() {
    assertEquals(OptionalLong.empty(), with().chain().settings().chainId());
    assertEquals(OptionalLong.of(10), with("RPC_CHAIN_ID", "10").chain().settings().chainId());
    assertEquals(
        List.of("RPC_CHAIN_ID: is \"0\"; expected a chain ID, 1 or more"),
        problemsWith("RPC_CHAIN_ID", "0"));
  }

  @Test
  void aChainThatCannotBeReadIsAClearProblem() {
    assertEquals(
        List.of(
            "RPC_PROVIDER_URL: holds a wrong secret (not shown); expected a URL that begins with"
                + " wss:// or https:// or ws:// or http:// or ledger+http://"),
        problemsWith("RPC_PROVIDER_URL", "ftp://mainnet.example"));
    assertEquals(
        List.of("RPC_PROVIDER_URL: cannot be used; expected a ledger without fallbacks"),
        problemsWith("RPC_PROVIDER_URL_FALLBACKS", "https://two.example"));
  }

  @Test
  void oneAccountSignsAndItsKeyIsHereOrWithAService() {
    ChainSettings chain =
        with(
                "RPC_PROVIDER_URL", "wss://one.example",
                "SMART_CONTRACT_SIGNER_URL", "http://signer.example:9000")
            .chain()
            .settings();

    assertEquals(
        Optional.of(new ChainAccount.Remote(URI.create("http://signer.example:9000"))),
        chain.account());
    assertEquals(
        List.of(
            "SMART_CONTRACT_SIGNER_URL: is set beside SMART_CONTRACT_SIGNER_PRIVATE_KEY; expected"
                + " one of the two, or none"),
        problemsWith(
            "SMART_CONTRACT_SIGNER_URL",
            "http://signer.example:9000",
            "SMART_CONTRACT_SIGNER_PRIVATE_KEY",
            "12".repeat(32)));
  }

  @Test
  void theDatabaseIsNoHostName() {
    assertEquals(1, problemsWith("DATABASE_RPC_SERVER_ADDRESS", "db.internal").size());
  }

  @Test
  void secretsAreNotPrinted() {
    String signer = "12".repeat(32);

    String printed = with("SMART_CONTRACT_SIGNER_PRIVATE_KEY", signer).toString();

    assertFalse(printed.contains(signer), printed);
    assertFalse(printed.contains(KEY.secretText()), printed);
    assertFalse(printed.contains("cd".repeat(32)), printed);
    assertEquals(
        List.of(
            "SMART_CONTRACT_SIGNER_PRIVATE_KEY: holds a wrong secret (not shown); expected 64 hex"
                + " digits that are a secp256k1 key"),
        problemsWith("SMART_CONTRACT_SIGNER_PRIVATE_KEY", "00".repeat(32)));
  }
}
