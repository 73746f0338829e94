package network.wcn.adapter.evm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.wcn.domain.identity.OperatorId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chain of our own: an anvil process on a free port of this machine, which takes HTTP and
 * WebSocket on that one port, mines a block per transaction, and funds the accounts of the mnemonic
 * "test test ... junk".
 *
 * <p>For devnets and tests; its keys are known to everybody.
 */
public final class DevelopmentChain implements AutoCloseable {
  /** The ID of the chain. */
  public static final long CHAIN_ID = 31_337;

  private static final Logger log = LoggerFactory.getLogger(DevelopmentChain.class);
  private static final Pattern LISTENING = Pattern.compile("Listening on \\S*:(\\d+)");
  private static final int REMEMBERED_LINES = 20;
  private static final long STOP_SECONDS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final BigInteger FUNDS_WEI = BigInteger.TEN.pow(21);

  private final Process process;
  private final int port;

  private DevelopmentChain(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a chain on a free port.
   *
   * @param projectRoot the directory that holds {@code contracts/package.json}; the chain's program
   *     is installed below its {@code .build} directory when it is not there yet
   * @param options of anvil, like {@code --block-time 2}; they follow our own
   * @throws IllegalStateException if the program cannot be had or does not start; says why
   */
  public static DevelopmentChain start(Path projectRoot, String... options) {
    return start(projectRoot, 0, options);
  }

  /** Starts a chain on {@code port}; 0 takes a free one. Otherwise like the other {@code start}. */
  public static DevelopmentChain start(Path projectRoot, int port, String... options) {
    Path program = ContractPackages.install(projectRoot).anvil();
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--chain-id",
                Long.toString(CHAIN_ID),
                "--hardfork",
                "prague",
                "--accounts",
                "20"));
    command.addAll(List.of(options));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return awaitPort(process);
    } catch (IOException e) {
      throw new IllegalStateException("anvil at " + program + " cannot be started", e);
    }
  }

  private static DevelopmentChain awaitPort(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    Deque<String> lastLines = new ArrayDeque<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        // Nobody else reads what it prints, and a full pipe would stop it.
        Thread.ofVirtual().name("anvil-output").start(() -> discard(output));
        return new DevelopmentChain(process, Integer.parseInt(listening.group(1)));
      }
      lastLines.add(line);
      if (lastLines.size() > REMEMBERED_LINES) {
        lastLines.remove();
      }
    }
    throw new IllegalStateException("anvil ended before it listened: " + lastLines);
  }

  private static void discard(BufferedReader output) {
    try (output) {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      log.trace("anvil ended while its output was read", e);
    }
  }

  /** Returns the TCP port. */
  public int port() {
    return port;
  }

  public URI httpUrl() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public URI webSocketUrl() {
    return URI.create("ws://127.0.0.1:" + port);
  }

  /** Returns the process, for tests that stop and continue it. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Gives each account 1,000 ether. */
  public void fund(List<OperatorId> accounts) {
    try (JsonRpc rpc = new HttpRpc(httpUrl(), PATIENCE)) {
      for (OperatorId account : accounts) {
        var _ = rpc.call("anvil_setBalance", account.toString(), Hex.of(FUNDS_WEI));
      }
    }
  }

  /** Ends the process, and waits until it has written the state that {@code --state} asks for. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
