package network.wcn.adapter.lmdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that answers every line it is told with a line. */
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final Writer told;

  private OtherProcess(Process process) {
    this.process = process;
    said = process.inputReader(StandardCharsets.UTF_8);
    told = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts {@code program}, which has a main method. */
  static OtherProcess start(Class<?> program, Path argument) throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of(program.getName(), argument.toString()));
    return start(command);
  }

  static OtherProcess start(List<String> command) throws IOException {
    return new OtherProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Returns the words that start a Java with the classes and options of this one. */
  static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"));
  }

  /** Returns the next line. */
  String hear() throws IOException {
    return String.valueOf(said.readLine());
  }

  /** Returns all lines that are left, once the process has ended. */
  List<String> hearAll() {
    return said.lines().toList();
  }

  /** Tells the process something and returns what it answers. */
  String ask(String line) throws IOException {
    told.write(line + "\n");
    told.flush();
    return hear();
  }

  /** Kills the process, which cannot tidy up. */
  @Override
  public void close() throws IOException {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
