package network.wcn.cli.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.devnet.DevnetFile.NamedServer;
import network.wcn.cli.wiring.AnvilMain;

/** One network on this machine: its start, its end, and the faults in between. */
final class Devnet {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

  /** The first stop of a build also writes archives, see {@link StartupCache}. */
  private static final Duration ARCHIVE_PATIENCE = Duration.ofSeconds(40);

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final int LOG_LINES_SHOWN = 15;

  private final Registry registry;
  private final ServerProcesses processes;

  Devnet(Path directory) {
    this.registry = new Registry(directory.toAbsolutePath().normalize());
    this.processes = new ServerProcesses(registry);
  }

  Registry registry() {
    return registry;
  }

  /** Returns every process of the network by name, the ledger first. */
  static List<ServerName> names(DevnetFile file) {
    List<ServerName> names = new ArrayList<>(List.of(ServerName.LEDGER));
    file.servers().forEach(server -> names.add(server.name()));
    return names;
  }

  boolean isRunning(DevnetFile file, ServerName name) {
    return processes.running(file, name).isPresent();
  }

  /**
   * Starts every process and waits until all are ready.
   *
   * @param progress hears a line per step
   */
  void start(Consumer<String> progress) {
    long began = System.nanoTime();
    DevnetFile file = registry.read();
    progress.accept(
        line(began, "starting the " + file.chain().kind() + " on port " + file.chain().port()));
    if (file.chain().isAnvil()) {
      installAnvil();
    }
    Path address = Path.of(file.chain().dir()).resolve("address");
    try {
      Files.deleteIfExists(address);
    } catch (IOException e) {
      throw new CommandFailed("cannot delete " + address + ": " + e.getMessage(), e);
    }
    processes.start(ServerName.LEDGER);
    List<NamedServer> servers = file.servers();
    servers.stream()
        .filter(server -> server.name().isDatabase())
        .forEach(server -> processes.start(server.name()));
    progress.accept(line(began, "starting " + file.operators().size() + " databases"));
    awaitContract(address);
    servers.stream()
        .filter(server -> !server.name().isDatabase())
        .forEach(server -> processes.start(server.name()));
    int nodeCount = servers.size() - file.operators().size();
    progress.accept(line(began, "starting " + nodeCount + " nodes"));
    awaitReady(servers, began, progress);
  }

  private static void installAnvil() {
    try {
      AnvilMain.install(Workplace.root());
    } catch (IllegalStateException e) {
      throw new CommandFailed("anvil cannot be had: " + e.getMessage(), e);
    }
  }

  private static String line(long began, String what) {
    return String.format(Locale.ROOT, "[%4.1f s] %s", (System.nanoTime() - began) / 1e9, what);
  }

  /**
   * Checks that nothing of this network runs and nobody has its ports.
   *
   * @throws CommandFailed if that is not so
   */
  void checkStartable() {
    DevnetFile file = registry.read();
    List<ServerName> running = names(file).stream().filter(name -> isRunning(file, name)).toList();
    if (!running.isEmpty()) {
      throw new CommandFailed(
          "the network in "
              + registry.directory()
              + " runs already ("
              + running.size()
              + " processes); end it with wcn devnet stop --dir "
              + registry.directory());
    }
    List<String> taken = new ArrayList<>();
    if (!ServerPort.isFreeTcp(file.chain().port())) {
      taken.add("TCP " + file.chain().port());
    }
    for (NamedServer server : file.servers()) {
      if (!ServerPort.isFreeUdp(server.server().primaryPort())) {
        taken.add("UDP " + server.server().primaryPort());
      }
      if (!ServerPort.isFreeUdp(server.server().secondaryPort())) {
        taken.add("UDP " + server.server().secondaryPort());
      }
      if (!ServerPort.isFreeTcp(server.server().metricsPort())) {
        taken.add("TCP " + server.server().metricsPort());
      }
    }
    if (!taken.isEmpty()) {
      throw new CommandFailed(
          "ports of this network are taken: "
              + String.join(", ", taken)
              + "; use another --dir and --base-port");
    }
  }

  private void awaitContract(Path address) {
    await(
        Set.of(ServerName.LEDGER),
        left -> left.removeIf(_ -> Files.exists(address)),
        "did not serve the contract");
    try {
      String contract = Files.readString(address);
      registry.update(file -> file.withContract(contract));
    } catch (IOException e) {
      throw new CommandFailed("cannot read " + address + ": " + e.getMessage(), e);
    }
  }

  private void awaitReady(List<NamedServer> servers, long began, Consumer<String> progress) {
    Set<ServerName> all = new LinkedHashSet<>();
    servers.forEach(server -> all.add(server.name()));
    DevnetFile file = registry.read();
    await(
        all,
        left -> {
          boolean hadDatabases = left.stream().anyMatch(ServerName::isDatabase);
          left.removeIf(name -> isReady(file.find(name)));
          if (hadDatabases && left.stream().noneMatch(ServerName::isDatabase)) {
            progress.accept(line(began, "all databases are ready"));
          }
        },
        "was not ready");
    progress.accept(line(began, "all nodes are ready"));
  }

  static boolean isReady(NamedServer server) {
    return ServerPort.get(server.server().metricsPort(), "/health/ready")
        .filter(ServerPort.Reply::isOk)
        .isPresent();
  }

  /** Lets {@code look} take names out until none is left, a process died or time is over. */
  private void await(Set<ServerName> names, Consumer<Set<ServerName>> look, String failure) {
    Set<ServerName> left = new LinkedHashSet<>(names);
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      look.accept(left);
      if (left.isEmpty()) {
        return;
      }
      DevnetFile file = registry.read();
      for (ServerName name : left) {
        if (!isRunning(file, name)) {
          throw new CommandFailed(name + " ended while it started; " + endOfLog(file, name));
        }
      }
      if (System.nanoTime() - deadline > 0) {
        ServerName first = left.iterator().next();
        throw new CommandFailed(
            first
                + " "
                + failure
                + " within "
                + START_TIMEOUT.toSeconds()
                + " s"
                + readiness(file, first)
                + "; "
                + endOfLog(file, first));
      }
      pause();
    }
  }

  private static String readiness(DevnetFile file, ServerName name) {
    if (name.isLedger()) {
      return "";
    }
    Optional<ServerPort.Reply> reply =
        ServerPort.get(file.find(name).server().metricsPort(), "/health/ready");
    return reply.map(r -> " (" + r.status() + " " + r.body().strip() + ")").orElse("");
  }

  private static String endOfLog(DevnetFile file, ServerName name) {
    Path log = ServerProcesses.log(file, name);
    try {
      List<String> lines = Files.readAllLines(log);
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return "the end of " + log + ":\n" + String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException _) {
      return "its log " + log + " cannot be read";
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_INTERVAL);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted while the network started");
    }
  }

  /** Starts nothing more from now on, so that what is started can be ended. */
  void halt() {
    processes.halt();
  }

  /**
   * Ends every process in order: nodes, databases, the ledger.
   *
   * @return how many had to be forced
   */
  int stop() {
    List<ServerName> names = names(registry.read());
    List<ServerName> nodes =
        names.stream().filter(name -> !name.isDatabase() && !name.isLedger()).toList();
    List<ServerName> databases = names.stream().filter(ServerName::isDatabase).toList();
    return processes.stop(nodes, patience(nodes))
        + processes.stop(databases, patience(databases))
        + processes.stop(List.of(ServerName.LEDGER), patience(List.of(ServerName.LEDGER)));
  }

  private static Duration patience(List<ServerName> names) {
    return names.stream().anyMatch(StartupCache::writesAtExit) ? ARCHIVE_PATIENCE : STOP_PATIENCE;
  }

  /** Ends one server as a crash would. */
  void kill(ServerName name) {
    DevnetFile file = registry.read();
    if (!isRunning(file, name)) {
      throw new CommandFailed(name + " does not run");
    }
    processes.kill(name);
  }

  /** Starts one server again and waits until it is ready. */
  void startOne(ServerName name) {
    DevnetFile file = registry.read();
    if (isRunning(file, name)) {
      throw new CommandFailed(name + " runs already");
    }
    processes.start(name);
    if (!name.isLedger()) {
      NamedServer server = file.find(name);
      await(Set.of(name), left -> left.removeIf(_ -> isReady(server)), "was not ready");
    }
  }
}
