package network.wcn.app.node.shell;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.base.lifecycle.ServerProcess;
import network.wcn.app.base.lifecycle.StartFailure;
import network.wcn.app.node.NodeSettings;
import network.wcn.app.node.service.ResyncFailed;
import network.wcn.app.node.service.ResyncReport;
import network.wcn.app.node.wiring.NodeComponent;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.port.time.Ticker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code wcn-node resync}: fills a database that was restored, or is empty. */
@Command(
    name = "resync",
    description = {
      "Fetches everything that the operator's database has to hold from the others.",
      "For a database that was restored from a backup or lost its data. It has to",
      "run; the operator's nodes should not until this is done, so that nobody reads",
      "what is not there yet.",
      "Every shard comes from at least three of the four others that hold it: what",
      "was acknowledged is then there again. Nothing is taken away, and running it",
      "twice does no harm."
    },
    mixinStandardHelpOptions = true)
final class ResyncCommand implements Callable<Integer> {
  private static final Duration AT_TERMINAL = Duration.ofSeconds(1);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MEGABYTE = 1e6;
  private static final int DONE = 0;
  private static final int FAILED = 1;

  @ParentCommand private NodeVerbs node = new NodeVerbs();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Ticker ticker = Ticker.system();
    long begun = ticker.nanos();
    try {
      boolean isTerminal =
          Optional.ofNullable(System.console()).filter(console -> console.isTerminal()).isPresent();
      ResyncReport report =
          NodeComponent.of(NodeSettings.from(node.variables()))
              .resync()
              .run(isTerminal ? AT_TERMINAL : ELSEWHERE, progress(isTerminal));
      answer(report, (ticker.nanos() - begun) / NANOS_PER_SECOND);
      return report.isComplete() ? DONE : FAILED;
    } catch (ConfigurationProblems e) {
      return failed(ServerProcess.EX_CONFIG, "SETTINGS", e);
    } catch (ResyncFailed | StartFailure e) {
      return failed(FAILED, "FAILED", e);
    }
  }

  private Consumer<ResyncReport> progress(boolean isTerminal) {
    return report -> {
      String line = "Fetching: " + report.completeRanges() + " of " + figures(report);
      spec.commandLine().getErr().print(isTerminal ? "\r" + line + "   " : line + "\n");
      spec.commandLine().getErr().flush();
    };
  }

  private static String figures(ResyncReport report) {
    return String.format(
        Locale.ROOT,
        "%d ranges of shards, %,d records, %.1f MB",
        report.ranges(),
        report.records(),
        report.bytes() / MEGABYTE);
  }

  private void answer(ResyncReport report, double seconds) {
    if (json) {
      spec.commandLine().getOut().println(object(report, seconds));
      return;
    }
    String sources =
        report.sources().stream().map(ResyncCommand::line).collect(Collectors.joining("\n"));
    String sum = String.format(Locale.ROOT, "%s, %.1f s", figures(report), seconds);
    if (report.isComplete()) {
      spec.commandLine().getOut().println("Complete: " + sum + "\n" + sources);
    } else {
      spec.commandLine()
          .getErr()
          .println(
              "Error: not complete, "
                  + (report.ranges() - report.completeRanges())
                  + " ranges came from fewer than "
                  + ResyncPlan.SOURCES_NEEDED
                  + " operators; run it again when they can be reached. Fetched: "
                  + sum
                  + "\n"
                  + sources);
    }
  }

  private static String line(ResyncReport.Source source) {
    return "  "
        + source.name()
        + ": "
        + source.ranges()
        + " ranges"
        + source.problem().map(why -> "; last failure: " + why).orElse("");
  }

  private static ObjectNode object(ResyncReport report, double seconds) {
    ArrayNode sources = JsonNodeFactory.instance.arrayNode();
    for (ResyncReport.Source source : report.sources()) {
      ObjectNode one =
          sources
              .addObject()
              .put("slot", source.slot())
              .put("name", source.name())
              .put("ranges", source.ranges());
      source.problem().ifPresent(why -> one.put("problem", why));
    }
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("complete", report.isComplete())
            .put("ranges", report.ranges())
            .put("complete_ranges", report.completeRanges())
            .put("records", report.records())
            .put("bytes", report.bytes())
            .put("seconds", seconds);
    object.set("sources", sources);
    if (!report.isComplete()) {
      object.put("error", "not every range came from enough operators").put("code", "INCOMPLETE");
    }
    return object;
  }

  private int failed(int status, String code, RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof StartFailure && failure.getCause() != null) {
      message += ": " + failure.getCause().getMessage();
    }
    if (json) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      spec.commandLine().getOut().println(object.put("error", message).put("code", code));
    } else {
      spec.commandLine().getErr().println("Error: " + message);
    }
    return status;
  }
}
