package network.wcn.adapter.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A ledger service in a process of its own, so that a test can kill it. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ServiceProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs in the new process: {@code PORT JOURNAL}. */
  public static void main(String[] args) throws InterruptedException {
    try (LedgerService service =
        LedgerService.start(Integer.parseInt(args[0]), Path.of(args[1]), LedgerFixture.genesis())) {
      System.out.println(service.providerUrl() + " " + service.contract());
      Thread.currentThread().join();
    } catch (JournalFault e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  static ServiceProcess start(int port, Path journal) {
    try {
      return new ServiceProcess(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ServiceProcess.class.getName(),
                  Integer.toString(port),
                  journal.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the first line that the process prints. */
  String firstLine() {
    try {
      return String.valueOf(output.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process as a power failure would, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    exitStatus();
  }

  int exitStatus() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
