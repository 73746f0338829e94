package network.wcn.app.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import network.wcn.wire.storage.StorageCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseProcessIT {
  private static final SecretKey KEY = new SecretKey(Bytes.fromHex("07".repeat(32)));
  private static final SecretKey NODE = new SecretKey(Bytes.fromHex("08".repeat(32)));
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final LinkSettings LINK =
      new LinkSettings(
          Duration.ofSeconds(10),
          Duration.ofMillis(200),
          100,
          Duration.ofSeconds(10),
          Priority.HIGH);

  @TempDir private Path directory;

  private DatabaseProcess start() throws IOException {
    return start("rocksdb");
  }

  private DatabaseProcess start(String engine) throws IOException {
    DatabaseProcess process =
        new DatabaseProcess(
            Map.of(
                "secret_key", KEY.secretText(),
                "PRIMARY_RPC_SERVER_PORT", "0",
                "SECONDARY_RPC_SERVER_PORT", "0",
                "METRICS_SERVER_PORT", "0",
                "STORAGE_BACKEND", engine,
                "ROCKSDB_DIR", directory.resolve("database").toString(),
                "ROCKSDB_BLOCK_CACHE_SIZE", "16777216",
                "ROCKSDB_WRITE_BUFFER_SIZE", "4194304"));
    process.awaitPorts();
    return process;
  }

  private static StorageResponse ask(RpcTransport transport, int port, Operation operation) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    RpcMethod method = StorageCodec.method(operation);
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    try (RpcLink link = transport.dial(new LinkTarget(KEY.peerId(), address, Api.DATABASE), LINK)) {
      assertTrue(link.awaitOpen(Deadline.after(Ticker.system(), PATIENCE)));
      link.call(
          method,
          StorageCodec.encodeRequest(StorageRequest.ofClient(operation)),
          Deadline.after(Ticker.system(), PATIENCE),
          CallOutcome.completing(answer));
      return StorageCodec.decodeResponse(method, answer.join());
    }
  }

  private static HttpResponse<String> get(DatabaseProcess process, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + process.port("metrics") + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  /** The second engine is one that the class path of the tests adds, on top of LMDB. */
  @ParameterizedTest
  @ValueSource(strings = {"rocksdb", "borrowed"})
  void whatWasAcknowledgedSurvivesAKillAndASignalEndsInOrder(String engine) throws Exception {
    Namespace namespace = new Namespace(OperatorId.ZERO, 0);
    long nowMicros = WallClock.system().unixMicros();
    RecordVersion version = new RecordVersion(nowMicros);
    Expiration expiration = new Expiration(nowMicros / 1_000_000 + 3600);
    Bytes key = Bytes.utf8("key");
    Bytes value = Bytes.utf8("value");
    StorageResponse found =
        StorageResponse.of(
            new Answer.Found(Optional.of(new LiveRecord(value, expiration, version))));
    try (RpcTransport transport = new NettyQuicTransport(NettyQuicSettings.of(NODE))) {
      try (DatabaseProcess process = start(engine)) {
        assertEquals(
            StorageResponse.of(Answer.Done.INSTANCE),
            ask(
                transport,
                process.port("primary"),
                new Operation.Set(namespace, key, value, expiration, version)));
        process.kill();
        process.awaitExit();
      }
      try (DatabaseProcess process = start(engine)) {
        Operation get = new Operation.Get(namespace, key);
        assertEquals(found, ask(transport, process.port("primary"), get));
        assertEquals(found, ask(transport, process.port("secondary"), get));
        assertEquals(200, get(process, "/health/live").statusCode());
        assertEquals("{\"ready\":true,\"reasons\":[]}", get(process, "/health/ready").body());
        String metrics = get(process, "/metrics").body();
        assertTrue(
            metrics.contains(
                "futures_finished_count{op_name=\"get\",future_name=\"storage_operation\"} 2"));
        assertEquals(engine.equals("borrowed"), metrics.contains("wcn_lmdb_file_bytes"));
        process.terminate();

        assertEquals(0, process.awaitExit());
        assertTrue(process.lines().getLast().contains("\"The server has ended\""));
      }
    }
  }

  @Test
  void aWrongConfigurationIsListedWholeAndExits78() throws Exception {
    try (DatabaseProcess process =
        new DatabaseProcess(
            Map.of("SECRET_KEY", "short", "METRICS_SERVER_PORT", "", "ROCKSDB_DIR", "/tmp/x"))) {
      assertEquals(78, process.awaitExit());

      assertEquals(
          List.of(
              "Error: the configuration is wrong:",
              "  SECRET_KEY: holds a wrong secret (not shown); expected standard base64 of 32 bytes",
              "  PRIMARY_RPC_SERVER_PORT: is not set; expected a whole number from 0 to 65535",
              "  SECONDARY_RPC_SERVER_PORT: is not set; expected a whole number from 0 to 65535",
              "  METRICS_SERVER_PORT: is set but empty; expected a whole number from 0 to 65535"),
          process.lines().subList(0, 5));
    }
  }

  @Test
  void aDirectoryThatIsOpenElsewhereIsAFailedStart() throws Exception {
    try (DatabaseProcess first = start();
        DatabaseProcess second =
            new DatabaseProcess(
                Map.of(
                    "SECRET_KEY", NODE.secretText(),
                    "PRIMARY_RPC_SERVER_PORT", "0",
                    "SECONDARY_RPC_SERVER_PORT", "0",
                    "METRICS_SERVER_PORT", "0",
                    "ROCKSDB_DIR", directory.resolve("database").toString()))) {
      assertEquals(1, second.awaitExit());

      assertTrue(
          second.lines().stream()
              .anyMatch(line -> line.startsWith("Error: Failed to open the database in ")),
          second.lines().toString());
      assertEquals(200, get(first, "/health/ready").statusCode());
    }
  }
}
