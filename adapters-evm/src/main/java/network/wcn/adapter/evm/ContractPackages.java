package network.wcn.adapter.evm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.Bytes;
import network.wcn.wire.account.Keccak256;

/**
 * The npm packages that {@code contracts/package-lock.json} pins, installed below {@code .build}:
 * the chain's program, the compiler and the libraries of the contract.
 *
 * <p>One directory per content of the lock file, made once however many threads and processes ask.
 *
 * @param modules the directory {@code node_modules}
 */
public record ContractPackages(Path modules) {
  /** Names a file that is to be used as anvil instead of the one from npm. */
  private static final String ANVIL_VARIABLE = "WCN_ANVIL";

  /** Locks of files hold between processes only. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private static final int NAME_CHARACTERS = 12;
  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64", "arm64", "arm64");

  /**
   * Installs the packages if they are not there.
   *
   * @param projectRoot the directory that holds {@code contracts/package.json}
   * @throws IllegalStateException if npm is missing or fails; says what it said
   */
  public static ContractPackages install(Path projectRoot) {
    Path sources = projectRoot.resolve("contracts");
    IN_THIS_PROCESS.lock();
    try {
      Bytes lock = Bytes.wrap(Files.readAllBytes(sources.resolve("package-lock.json")));
      String name = Keccak256.hash(lock).toHex().substring(0, NAME_CHARACTERS);
      Path directory = projectRoot.resolve(".build").resolve("contracts-" + name);
      Files.createDirectories(directory);
      Path installed = directory.resolve("installed");
      Path guard = directory.resolve("lock");
      try (FileChannel channel =
              FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        if (!Files.exists(installed)) {
          runNpm(sources, directory);
          Files.createFile(installed);
        }
      }
      return new ContractPackages(directory.resolve("node_modules"));
    } catch (IOException e) {
      throw new IllegalStateException(
          "the packages of " + sources + " cannot be installed: " + e, e);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private static void runNpm(Path sources, Path directory) throws IOException {
    for (String file : List.of("package.json", "package-lock.json")) {
      Files.copy(
          sources.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Process npm;
    try {
      npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IOException("npm (of Node.js 20 or newer) is needed for anvil and solc", e);
    }
    npm.getOutputStream().close();
    String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = awaitExit(npm);
    if (status != 0) {
      throw new IOException("npm ci ended with status " + status + ": " + output.strip());
    }
  }

  private static int awaitExit(Process npm) throws IOException {
    try {
      return npm.waitFor();
    } catch (InterruptedException e) {
      npm.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm installed packages", e);
    }
  }

  /**
   * Returns the file of anvil.
   *
   * @throws IllegalStateException if npm has none for this machine
   */
  Path anvil() {
    Optional<String> chosen = Optional.ofNullable(System.getenv(ANVIL_VARIABLE));
    if (chosen.isPresent()) {
      return Path.of(chosen.get());
    }
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch", "");
    String platform =
        (system.startsWith("mac") ? "darwin" : system)
            + "-"
            + ARCHITECTURES.getOrDefault(architecture, architecture);
    Path program = modules.resolve("@foundry-rs/anvil-" + platform + "/bin/anvil");
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          "expected anvil at "
              + program
              + ", which is not there; name another with the variable "
              + ANVIL_VARIABLE);
    }
    return program;
  }
}
