package network.wcn.cli.devnet;

import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;

/** A network in the foreground: started, watched, and ended with this process. */
final class DevnetSession {
  private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(3);

  private final Devnet devnet;
  private final Output output;
  private final Path shownDirectory;
  private final AtomicBoolean isOurs = new AtomicBoolean();

  /**
   * @param shownDirectory how the user calls the network's directory
   */
  DevnetSession(Devnet devnet, Output output, Path shownDirectory) {
    this.devnet = devnet;
    this.output = output;
    this.shownDirectory = shownDirectory;
  }

  /** Starts the network, then returns with {@code detach}, else watches it until a signal comes. */
  int run(boolean detach) {
    Thread ending = new Thread(this::end, "devnet-end");
    devnet.checkStartable();
    isOurs.set(true);
    Runtime.getRuntime().addShutdownHook(ending);
    long began = System.nanoTime();
    // If this fails, the hook ends what was started as soon as this process exits.
    devnet.start(line -> {
      if (!output.isJson()) {
        output.line(line);
      }
    });
    announce((System.nanoTime() - began) / 1e9);
    if (detach) {
      isOurs.set(false);
      return ExitStatus.DONE;
    }
    watch();
    return ExitStatus.DONE;
  }

  private void end() {
    if (isOurs.compareAndSet(true, false)) {
      if (!output.isJson()) {
        output.line("stopping...");
      }
      devnet.halt();
      int forced = devnet.stop();
      if (!output.isJson()) {
        output.line(forced == 0 ? "stopped" : "stopped, " + forced + " processes by force");
      }
    }
  }

  private void announce(double seconds) {
    Path file = shownDirectory.resolve(DevnetFile.NAME);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("ready", true);
    object.put("seconds", seconds);
    object.put("config", file.toAbsolutePath().toString());
    String config =
        devnet.registry().directory().equals(Workplace.defaultDevnetDirectory())
            ? ""
            : " --config " + file;
    output.answer(
        String.format(
            "ready in %.1f s; %s says how to reach it. Try:%n%n"
                + "  ./wcn client set%s greeting hello%n  ./wcn client get%s greeting%n",
            seconds, file, config, config),
        object);
  }

  /** Shows the table until this process is interrupted: live on a terminal, else changes only. */
  private void watch() {
    DevnetTable table = new DevnetTable(devnet);
    boolean live = !output.isJson() && isTerminal();
    Map<ServerName, String> states = new HashMap<>();
    int drawn = 0;
    try {
      while (true) {
        List<DevnetTable.Row> rows = table.rows();
        if (live) {
          String up = drawn == 0 ? "" : "\u001b[" + drawn + "A\u001b[J";
          List<String> lines = DevnetTable.lines(rows);
          output.line(up + String.join("\n", lines));
          drawn = lines.size();
        } else {
          tellChanges(rows, states);
        }
        Thread.sleep(REFRESH_INTERVAL);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private void tellChanges(List<DevnetTable.Row> rows, Map<ServerName, String> states) {
    boolean first = states.isEmpty();
    if (first && !output.isJson()) {
      DevnetTable.lines(rows).forEach(output::line);
    }
    for (DevnetTable.Row row : rows) {
      String former = states.put(row.name(), row.state());
      if (!first && !row.state().equals(former)) {
        if (output.isJson()) {
          output.object(DevnetTable.object(row));
        } else {
          output.line(row.name() + " is " + row.state());
        }
      }
    }
  }
}
