package network.wcn.bench.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.wcn.bench.BenchJava;
import network.wcn.bench.wiring.RawServerMain;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.LinkTarget;

/** A database in a process of its own, with the defaults of all settings that are not given. */
public final class DatabaseProcess implements AutoCloseable {
  private static final String MAIN = "network.wcn.app.db.Main";
  private static final int LONGEST_END_SECONDS = 10;

  private static final Pattern SERVING =
      Pattern.compile("\"message\":\"Serving\",\"port\":(\\d+),\"server_name\":\"(\\w+)\"");

  private final SecretKey identity = RawServerMain.randomKey();
  private final Process process;
  private final Thread endsWithUs;
  private final Map<String, Integer> ports = new HashMap<>();

  /**
   * Starts a database; it serves once {@link #awaitServing} has returned.
   *
   * @param directory of its records
   * @param variables beside those of identity, ports and directory
   */
  public DatabaseProcess(BenchJava java, Path directory, Map<String, String> variables)
      throws IOException {
    Map<String, String> all = new HashMap<>(variables);
    all.put("SECRET_KEY", identity.secretText());
    all.put("PRIMARY_RPC_SERVER_PORT", "0");
    all.put("SECONDARY_RPC_SERVER_PORT", "0");
    all.put("METRICS_SERVER_PORT", "0");
    all.put("ADMIN_SERVER_PORT", "0");
    all.put("ROCKSDB_DIR", directory.toString());
    process = java.start(MAIN, all);
    endsWithUs = new Thread(process::destroyForcibly, "end of a database");
    Runtime.getRuntime().addShutdownHook(endsWithUs);
  }

  /** Starts a database with the defaults and waits until it serves. */
  static DatabaseProcess serving(BenchJava java, Path directory) throws IOException {
    DatabaseProcess database = new DatabaseProcess(java, directory, Map.of());
    database.awaitServing();
    return database;
  }

  /** A database has ended instead of serving. */
  public static final class Ended extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String said;

    private Ended(int status, String said) {
      super("the database ended with status " + status + ": " + said);
      this.status = status;
      this.said = said;
    }

    /** Returns the exit status; that of a signal is 128 and its number. */
    public int status() {
      return status;
    }

    /** Returns what it said before. */
    public String said() {
      return said;
    }
  }

  /**
   * Waits until the database serves.
   *
   * @throws Ended if it ends instead
   */
  public void awaitServing() throws IOException {
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    StringBuilder heard = new StringBuilder();
    while (!ports.containsKey("primary") || !ports.containsKey("secondary")) {
      String line = errors.readLine();
      if (line == null) {
        throw ended(heard.toString());
      }
      heard.append(line).append('\n');
      Matcher serving = SERVING.matcher(line);
      if (serving.find()) {
        ports.put(serving.group(2), Integer.valueOf(serving.group(1)));
      }
    }
    Thread.ofVirtual().start(() -> passOver(errors));
  }

  private Ended ended(String said) throws InterruptedIOException {
    try {
      boolean _ = process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS);
      close();
      return new Ended(process.waitFor(), said);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a database ended");
    }
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
  public LinkTarget target(String port) {
    return new LinkTarget(
        identity.peerId(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getOrDefault(port, 0)),
        Api.DATABASE);
  }

  /** Returns where its HTTP port answers {@code path}, which begins with a slash. */
  public URI http(String path) {
    return URI.create("http://127.0.0.1:" + ports.getOrDefault("metrics", 0) + path);
  }

  /** Returns the processor time that it has had. */
  Duration cpuTime() {
    return BenchJava.cpuTime(process);
  }

  /** Takes the process its life (SIGKILL) and returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    forget();
  }

  /**
   * Asks the process to end in order and waits.
   *
   * @return whether it ended within {@code seconds}; if not, it was killed
   */
  public boolean end(int seconds) throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    kill();
    return ended;
  }

  @Override
  public void close() {
    BenchJava.end(process);
    forget();
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(endsWithUs);
    } catch (IllegalStateException _) {
      // We are ending, and the hook runs already.
    }
  }
}
