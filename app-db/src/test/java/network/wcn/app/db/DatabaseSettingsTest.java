package network.wcn.app.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.base.environment.Problem;
import network.wcn.app.base.metrics.PeerLabels;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.SecretKey;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
  private static final SecretKey KEY = new SecretKey(Bytes.fromHex("01".repeat(32)));
  private static final Map<String, String> REQUIRED =
      Map.of(
          "SECRET_KEY", KEY.secretText(),
          "PRIMARY_RPC_SERVER_PORT", "3000",
          "SECONDARY_RPC_SERVER_PORT", "3001",
          "METRICS_SERVER_PORT", "3002",
          "ROCKSDB_DIR", "/var/lib/wcn");

  private static DatabaseSettings with(String... pairs) {
    Map<String, String> variables = new HashMap<>(REQUIRED);
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return DatabaseSettings.from(variables);
  }

  @Test
  void theDefaultsAreTheReferences() {
    DatabaseSettings settings = with();
    int cores = Runtime.getRuntime().availableProcessors();

    assertEquals(
        new DatabaseSettings(
            KEY,
            3000,
            3001,
            3002,
            new DatabaseSettings.Limits(
                Duration.ofSeconds(10), Duration.ofMillis(200), 500, 50, 50, 4000),
            new DatabaseSettings.Threads(cores, 4 * cores),
            new DatabaseSettings.RocksDb(
                StorageBackend.BuiltIn.ROCKSDB,
                Path.of("/var/lib/wcn"),
                cores,
                4 * cores,
                2 * cores,
                67_108_864,
                settings.rocksDb().writeBufferSize(),
                8,
                2,
                settings.rocksDb().blockCacheSize(),
                4096,
                settings.rocksDb().rowCacheSize(),
                false,
                DatabaseSettings.WalRecovery.REFUSE,
                134_217_728),
            List.of(),
            PeerLabels.NONE,
            Duration.ofSeconds(60),
            settings.operations()),
        settings);
  }

  @Test
  void cacheAndMemtablesAreSharesOfTheMemoryUnlessTheyAreSet() {
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    DatabaseSettings.RocksDb usual = with().rocksDb();
    assertEquals(Math.min(4L << 30, memory / 4), usual.blockCacheSize());
    assertEquals(Math.clamp(memory / 32, 1L << 20, 128L << 20), usual.writeBufferSize());

    DatabaseSettings.RocksDb set =
        with("ROCKSDB_BLOCK_CACHE_SIZE", "33554432", "ROCKSDB_WRITE_BUFFER_SIZE", "1048576")
            .rocksDb();
    assertEquals(32 << 20, set.blockCacheSize());
    assertEquals(1 << 20, set.writeBufferSize());
  }

  @Test
  void theRowCacheTakesAQuarterOfTheHeapAtMost() {
    long quarter = Runtime.getRuntime().maxMemory() / 4;
    assertEquals(Math.min(1L << 30, quarter), with().rocksDb().rowCacheSize());
    assertEquals(0, with("ROCKSDB_ROW_CACHE_SIZE", "0").rocksDb().rowCacheSize());
    assertEquals(65_536, with("ROCKSDB_ROW_CACHE_SIZE", "65536").rocksDb().rowCacheSize());
    assertEquals(quarter, with("ROCKSDB_ROW_CACHE_SIZE", "1099511627776").rocksDb().rowCacheSize());
  }

  @Test
  void whatIsRequiredIsReportedTogether() {
    ConfigurationProblems problems =
        assertThrows(ConfigurationProblems.class, () -> DatabaseSettings.from(Map.of()));

    assertEquals(
        List.of(
            "SECRET_KEY",
            "PRIMARY_RPC_SERVER_PORT",
            "SECONDARY_RPC_SERVER_PORT",
            "METRICS_SERVER_PORT",
            "ROCKSDB_DIR"),
        problems.problems().stream().map(Problem::variable).toList());
  }

  @Test
  void zeroIsRefusedWhereItWouldServeNobody() {
    for (String name :
        List.of(
            "DB_MAX_CONNECTION_RATE_PER_IP",
            "ROCKSDB_NUM_BATCH_THREADS",
            "ROCKSDB_NUM_CALLBACK_THREADS")) {
      assertThrows(ConfigurationProblems.class, () -> with(name, "0"), name);
    }
  }

  @Test
  void allowedPeersAreAList() {
    String peer = KEY.peerId().toString();

    assertEquals(
        List.of(KEY.peerId(), KEY.peerId()),
        with("ALLOWED_PEER_IDS", peer + ", " + peer).allowedPeers());
  }

  @Test
  void theSecretKeyIsNotPrinted() {
    assertFalse(with().toString().contains(KEY.secretText()));
  }
}
