package network.wcn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import network.wcn.cli.devnet.DevnetFile;
import network.wcn.cli.devnet.FreePorts;
import network.wcn.client.ClientNode;
import network.wcn.client.Records;
import network.wcn.client.WcnClient;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.SecretKey;
import network.wcn.domain.operation.LiveRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real network of fifteen processes: databases and nodes are killed while clients write, and not
 * one acknowledged value is missing afterwards.
 */
class FirstLightIT {
  private static final Duration TTL = Duration.ofHours(1);
  private static final Bytes MAP = Bytes.utf8("map");
  private static final int FIELDS = 120;

  @TempDir Path directory;

  private final Map<String, String> acknowledged = new ConcurrentSkipListMap<>();
  private int writes;

  @AfterEach
  void stopWhateverRuns() {
    Main.execute("devnet", "stop", "--dir", directory.toString());
  }

  private void wcn(String... arguments) {
    assertEquals(0, Main.execute(arguments), () -> String.join(" ", arguments));
  }

  private void devnet(String verb, String server) {
    wcn("devnet", verb, "--dir", directory.toString(), server);
  }

  private void startNetwork() {
    wcn(
        "devnet",
        "--detach",
        "--dir",
        directory.toString(),
        "--base-port",
        String.valueOf(FreePorts.base()));
  }

  private DevnetFile file() {
    return DevnetFile.read(directory.resolve("devnet.json"));
  }

  private WcnClient connect() {
    DevnetFile file = file();
    return WcnClient.builder()
        .secretKey(SecretKey.parse(file.client().secretKey()))
        .bootstrap(file.clientNodes().toArray(ClientNode[]::new))
        .connect();
  }

  private Records records(WcnClient client) {
    return client.namespace(Namespace.parse(file().client().namespaces().getFirst()));
  }

  private void write(Records records, int count) {
    for (int i = 0; i < count; i++) {
      String key = "key-" + writes;
      String value = "value-" + writes++;
      records.set(Bytes.utf8(key), Bytes.utf8(value), TTL);
      acknowledged.put(key, value);
    }
  }

  private static void writeMap(Records records) {
    for (int i = 0; i < FIELDS; i++) {
      records.hset(MAP, Bytes.utf8("field-" + i), Bytes.utf8("v" + i), TTL);
    }
  }

  private void assertEverythingIsThere(Records records, String when) {
    acknowledged.forEach((key, value) ->
        assertEquals(
            Optional.of(value),
            records.get(Bytes.utf8(key)).map(LiveRecord::value).map(Bytes::toUtf8),
            key + " " + when));
    assertEquals(FIELDS, records.hcard(MAP), "fields " + when);
    Map<String, String> fields = new TreeMap<>();
    records
        .scan(MAP)
        .forEach(entry -> fields.put(entry.field().toUtf8(), entry.record().value().toUtf8()));
    assertEquals(FIELDS, fields.size(), "scanned fields " + when);
  }

  @Test
  void acknowledgedValuesSurviveKilledDatabasesNodesAndARestart() throws Exception {
    startNetwork();
    try (WcnClient client = connect()) {
      Records records = records(client);
      writeMap(records);
      write(records, 100);

      try (BackgroundLoad load = new BackgroundLoad(records)) {
        devnet("kill", "1/db");
        devnet("kill", "2/db");
        assertEverythingIsThere(records, "while two databases are down");
        write(records, 50);
        assertEverythingIsThere(records, "after writing with two databases down");

        devnet("start", "1/db");
        devnet("start", "2/db");
        load.assertNoFailure();
      }

      // Reading repairs: what was written meanwhile must then survive the loss of two others.
      assertEverythingIsThere(records, "after the databases came back");
      devnet("kill", "3/db");
      devnet("kill", "4/db");
      assertEverythingIsThere(records, "while only one of three was up all the time");
      devnet("start", "3/db");
      devnet("start", "4/db");

      try (BackgroundLoad load = new BackgroundLoad(records)) {
        for (String node : List.of("4/node-1", "4/node-2", "5/node-1", "5/node-2")) {
          devnet("kill", node);
        }
        assertEverythingIsThere(records, "while two operators have no node");
        write(records, 50);
        load.assertNoFailure();
      }
    }

    wcn("devnet", "stop", "--dir", directory.toString());
    assertTrue(serversOf(directory).isEmpty(), "processes are left");

    wcn("devnet", "--detach", "--dir", directory.toString());
    try (WcnClient client = connect()) {
      assertEverythingIsThere(records(client), "after a restart of everything");
    }
  }

  @Test
  void aDatabaseThatLostItsDataHasEverythingAgainAfterAResync() throws Exception {
    startNetwork();
    try (WcnClient client = connect()) {
      Records records = records(client);
      writeMap(records);
      write(records, 100);
      for (String server : List.of("3/node-1", "3/node-2", "3/db")) {
        devnet("kill", server);
      }
      Path data = Path.of(file().operators().get(2).database().dir()).resolve("data");
      Files.move(data, data.resolveSibling("lost"));
      devnet("start", "3/db");
      write(records, 50);

      CommandRun resync = devnetRun("resync", "--json", "3/db");
      assertEquals(0, resync.status(), resync::told);
      assertTrue(resync.json().get("complete").asBoolean(), resync::out);
      assertEquals(4, resync.json().get("sources").size());

      CommandRun inspected = CommandRun.of("", "db", "inspect", "--json", "--dir", data.toString());
      assertEquals(
          acknowledged.size() + FIELDS, inspected.json().findValue("live").asInt(), inspected::out);

      devnet("kill", "1/db");
      CommandRun without = devnetRun("resync", "--json", "3/db");
      assertEquals(0, without.status(), "three others are enough: " + without.told());
      devnet("kill", "2/db");
      CommandRun tooFew = devnetRun("resync", "3/db");
      assertEquals(1, tooFew.status());
      assertTrue(tooFew.err().contains("not complete"), tooFew::told);
    }
  }

  private CommandRun devnetRun(String verb, String... arguments) {
    List<String> words = new ArrayList<>(List.of("devnet", verb, "--dir", directory.toString()));
    words.addAll(List.of(arguments));
    return CommandRun.of("", words.toArray(String[]::new));
  }

  private static List<ProcessHandle> serversOf(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process.info().commandLine().orElse("").contains("-Dwcn.devnet=" + directory))
        .toList();
  }

  /** One caller that writes and reads its own key all the time and remembers the first failure. */
  private static final class BackgroundLoad implements AutoCloseable {
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Thread thread;
    private volatile Optional<Throwable> failure = Optional.empty();

    BackgroundLoad(Records records) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int turn = 0; !isOver.get(); turn++) {
                    check(records, turn);
                  }
                } catch (RuntimeException | AssertionError e) {
                  failure = Optional.of(e);
                }
              });
    }

    private static void check(Records records, int turn) {
      Bytes key = Bytes.utf8("background");
      Bytes value = Bytes.utf8("turn " + turn);
      records.set(key, value, TTL);
      assertEquals(Optional.of(value), records.get(key).map(LiveRecord::value));
    }

    void assertNoFailure() {
      failure.ifPresent(first -> {
        throw new AssertionError("an operation failed while servers were killed", first);
      });
    }

    @Override
    public void close() {
      isOver.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while the background load ended", e);
      }
      assertNoFailure();
    }
  }
}
