package network.wcn.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How processes of a measurement are run.
 *
 * @param words the command that runs Java, with the flags of a server
 * @param classPath of all processes; stands in their {@code CLASSPATH}
 */
public record BenchJava(List<String> words, String classPath) {
  public static final String RAW_SERVER = "network.wcn.bench.wiring.RawServerMain";

  public BenchJava {
    words = List.copyOf(words);
  }

  /** Starts a class without variables; its standard error is ours. */
  public Process start(String main, String... arguments) throws IOException {
    return builder(main, arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Starts a class with these variables; its standard error can be read. */
  public Process start(String main, Map<String, String> variables) throws IOException {
    ProcessBuilder builder = builder(main);
    builder.environment().putAll(variables);
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private ProcessBuilder builder(String main, String... arguments) {
    List<String> command = new ArrayList<>(words);
    command.add(main);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", classPath);
    return builder;
  }

  /** Returns the first line that a process prints. */
  public static String firstLine(Process process) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = reader.readLine();
    if (line == null) {
      throw new IOException("a process of the measurement ended without a word");
    }
    return line;
  }

  /** Returns the processor time that a process has had, zero if that cannot be told. */
  public static Duration cpuTime(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Ends a process, at the latest after 10 s. */
  public static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
