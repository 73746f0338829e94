package network.wcn.cli.devnet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.wcn.cli.CommandFailed;

/** Starts and ends the processes of a network, whoever started them. */
final class ServerProcesses {
  private static final Duration TIME_TO_BE_SHOWN = Duration.ofSeconds(5);

  private final Registry registry;

  @GuardedBy("this")
  private boolean halted;

  ServerProcesses(Registry registry) {
    this.registry = registry;
  }

  /** Starts nothing from now on. */
  synchronized void halt() {
    halted = true;
  }

  /** Starts a server and writes down its process. */
  synchronized void start(ServerName name) {
    if (halted) {
      throw new CommandFailed("stopped while the network started");
    }
    DevnetFile file = registry.read();
    Path home = home(file, name);
    ServerCommand recipe = new ServerCommand(registry.directory(), file);
    try {
      Files.createDirectories(home);
      ProcessBuilder builder = new ProcessBuilder(recipe.command(name));
      builder.environment().keySet().removeIf(variable -> !isHarmless(variable));
      builder.environment().putAll(recipe.environment(name));
      builder.directory(home.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(file, name).toFile()));
      Process started = builder.start();
      awaitCommandLine(started.toHandle());
      registry.update(current -> current.withPid(name, started.pid()));
    } catch (IOException e) {
      throw new CommandFailed("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits until the kernel shows what a process runs, which is a moment after it has begun to:
   * until then {@link #running} would not know it for ours.
   */
  private static void awaitCommandLine(ProcessHandle started) {
    long deadline = System.nanoTime() + TIME_TO_BE_SHOWN.toNanos();
    while (started.isAlive()
        && started.info().commandLine().isEmpty()
        && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
  }

  /** Settings of servers come from us alone. */
  private static boolean isHarmless(String variable) {
    return List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "WCN_ANVIL")
        .contains(variable);
  }

  static Path home(DevnetFile file, ServerName name) {
    return Path.of(name.isLedger() ? file.chain().dir() : file.find(name).server().dir());
  }

  static Path log(DevnetFile file, ServerName name) {
    return home(file, name).resolve("server.log");
  }

  /** Returns the process of a server if it runs: that number, and really ours. */
  Optional<ProcessHandle> running(DevnetFile file, ServerName name) {
    OptionalLong pid = file.pidOf(name);
    if (pid.isEmpty()) {
      return Optional.empty();
    }
    String marker = ServerCommand.marker(registry.directory(), name);
    return ProcessHandle.of(pid.getAsLong())
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(marker + " "));
  }

  /** Ends a server at once, as a crash would. */
  void kill(ServerName name) {
    running(registry.read(), name)
        .ifPresent(process -> {
          killTree(process);
          await(List.of(process), Duration.ofSeconds(10));
        });
    registry.update(file -> file.withPid(name, null));
  }

  /**
   * Asks servers to end, waits, and ends those that do not.
   *
   * @return how many had to be forced
   */
  int stop(List<ServerName> names, Duration patience) {
    DevnetFile file = registry.read();
    List<ProcessHandle> processes =
        names.stream().flatMap(name -> running(file, name).stream()).toList();
    processes.forEach(ProcessHandle::destroy);
    await(processes, patience);
    List<ProcessHandle> stubborn = processes.stream().filter(ProcessHandle::isAlive).toList();
    stubborn.forEach(ServerProcesses::killTree);
    await(stubborn, Duration.ofSeconds(10));
    registry.update(current -> {
      DevnetFile changed = current;
      for (ServerName name : names) {
        changed = changed.withPid(name, null);
      }
      return changed;
    });
    return stubborn.size();
  }

  /** Kills a process and what it started, like the anvil of a chain's process. */
  private static void killTree(ProcessHandle process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static void await(List<ProcessHandle> processes, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (ProcessHandle process : processes) {
      try {
        process.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        return;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException e) {
        throw new IllegalStateException("cannot wait for process " + process.pid(), e);
      }
    }
  }
}
