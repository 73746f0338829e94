package network.wcn.app.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database in a process of its own, heard through its standard error. */
final class DatabaseProcess implements AutoCloseable {
  private static final Pattern SERVING =
      Pattern.compile("\"message\":\"Serving\",\"port\":(\\d+),\"server_name\":\"(\\w+)\"");
  private static final Set<String> PORTS = Set.of("primary", "secondary", "metrics");

  private final Process process;
  private final BufferedReader errors;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> ports = new HashMap<>();

  /** Starts a process with these variables and no others. */
  DatabaseProcess(Map<String, String> variables) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    process = builder.start();
    errors = process.errorReader(StandardCharsets.UTF_8);
  }

  /** Waits until every port is bound. */
  void awaitPorts() throws IOException {
    while (!ports.keySet().containsAll(PORTS)) {
      String line = errors.readLine();
      if (line == null) {
        throw new AssertionError("the database ended: " + lines);
      }
      lines.add(line);
      Matcher serving = SERVING.matcher(line);
      if (serving.find()) {
        ports.put(serving.group(2), Integer.valueOf(serving.group(1)));
      }
    }
  }

  /** Returns the port of {@code primary}, {@code secondary} or {@code metrics}. */
  int port(String name) {
    return ports.getOrDefault(name, -1);
  }

  /** Asks the process to end, as an operator does. */
  void terminate() {
    // The handle, unlike the process, leaves what was written readable.
    process.toHandle().destroy();
  }

  /** Takes the process its life. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Waits for the end and returns the exit status. */
  int awaitExit() throws IOException, InterruptedException {
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      lines.add(line);
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the database does not end: " + lines);
    }
    return process.exitValue();
  }

  /** Returns what was read of standard error so far. */
  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
