package network.wcn.bench.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.wcn.bench.BenchJava;
import network.wcn.bench.wiring.RawServerMain;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.LinkTarget;

/** A database in a process of its own, with the defaults of all settings that are not places. */
final class DatabaseProcess implements AutoCloseable {
  private static final String MAIN = "network.wcn.app.db.Main";
  private static final Pattern SERVING =
      Pattern.compile("\"message\":\"Serving\",\"port\":(\\d+),\"server_name\":\"(\\w+)\"");

  private final SecretKey identity = RawServerMain.randomKey();
  private final Process process;
  private final Map<String, Integer> ports = new HashMap<>();

  /**
   * Starts a database and waits until it serves.
   *
   * @param directory of its records
   * @throws IOException if it does not come up
   */
  DatabaseProcess(BenchJava java, Path directory) throws IOException {
    process =
        java.start(
            MAIN,
            Map.of(
                "SECRET_KEY", identity.secretText(),
                "PRIMARY_RPC_SERVER_PORT", "0",
                "SECONDARY_RPC_SERVER_PORT", "0",
                "METRICS_SERVER_PORT", "0",
                "ADMIN_SERVER_PORT", "0",
                "ROCKSDB_DIR", directory.toString()));
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    StringBuilder heard = new StringBuilder();
    while (!ports.containsKey("primary") || !ports.containsKey("secondary")) {
      String line = errors.readLine();
      if (line == null) {
        throw new IOException("the database ended: " + heard);
      }
      heard.append(line).append('\n');
      Matcher serving = SERVING.matcher(line);
      if (serving.find()) {
        ports.put(serving.group(2), Integer.valueOf(serving.group(1)));
      }
    }
    Thread.ofVirtual().start(() -> passOver(errors));
  }

  /** A process whose pipe is full would stand still. */
  private static void passOver(BufferedReader errors) {
    try (errors) {
      errors.transferTo(Writer.nullWriter());
    } catch (IOException _) {
      // It has ended, and its pipe with it.
    }
  }

  /** Returns where one of its ports, {@code primary} or {@code secondary}, is. */
  LinkTarget target(String port) {
    return new LinkTarget(
        identity.peerId(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getOrDefault(port, 0)),
        Api.DATABASE);
  }

  @Override
  public void close() {
    BenchJava.end(process);
  }
}
