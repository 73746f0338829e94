package network.wcn.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures the transport alone: one process asks, another answers, as many callers as a run has.
 *
 * @param java the command that runs Java with the flags of a server; the class path stands in
 *     {@code CLASSPATH}
 * @param classPath of both processes
 * @param warmUpSeconds before it counts
 * @param seconds that count
 */
public record RawCalls(List<String> java, String classPath, int warmUpSeconds, int seconds) {
  private static final String SERVER = "network.wcn.bench.wiring.RawServerMain";
  private static final String CLIENT = "network.wcn.bench.wiring.RawClientMain";

  public RawCalls {
    java = List.copyOf(java);
  }

  /**
   * Returns calls per second.
   *
   * @throws IOException if a process could not be run
   */
  public double measure(LoadSettings load) throws IOException, InterruptedException {
    Process server = start(SERVER, String.valueOf(load.valueSizeBytes()));
    try {
      String[] place = firstLine(server).split(" ", -1);
      int readPercent =
          load.only().map(kind -> kind.isWrite() ? 0 : 100).orElse(load.readPercent());
      Process client =
          start(
              CLIENT,
              place[0],
              place[1],
              String.valueOf(load.callers()),
              String.valueOf(load.valueSizeBytes()),
              String.valueOf(readPercent),
              String.valueOf(warmUpSeconds),
              String.valueOf(seconds));
      try {
        return Double.parseDouble(firstLine(client));
      } finally {
        end(client);
      }
    } finally {
      end(server);
    }
  }

  private Process start(String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(java);
    command.add(main);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", classPath);
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = reader.readLine();
    if (line == null) {
      throw new IOException("a process of the measurement ended without a word");
    }
    return line;
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
