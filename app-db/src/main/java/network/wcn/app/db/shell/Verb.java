package network.wcn.app.db.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.port.storage.StoreFault;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A verb: does its work, writes one answer, and says with its exit status how it went. */
abstract class Verb implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Place place = new Place();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Does the work and returns the exit status. */
  abstract int run();

  Place place() {
    return place;
  }

  /** Returns a line of progress on standard error. */
  ProgressLine progress(String doing) {
    return ProgressLine.on(spec.commandLine().getErr(), doing);
  }

  /** Writes {@code text} for people, or {@code object} with {@code --json}. */
  void answer(String text, JsonNode object) {
    spec.commandLine().getOut().println(json ? object.toString() : text);
  }

  @Override
  public final Integer call() {
    try {
      return run();
    } catch (VerbFailed e) {
      return failed(e.status(), "FAILED", e);
    } catch (AdminRefusal e) {
      return failed(e.isBusy() ? ShellStatus.BUSY : ShellStatus.FAILED, e.code(), e);
    } catch (DumpFault e) {
      boolean isBusy = e.problem() == DumpProblem.BACKUP_IN_PROGRESS;
      return failed(isBusy ? ShellStatus.BUSY : ShellStatus.FAILED, e.problem().name(), e);
    } catch (StoreFault e) {
      boolean isBusy = e.kind() == StoreFault.Kind.LOCKED;
      return failed(isBusy ? ShellStatus.BUSY : ShellStatus.FAILED, e.kind().name(), e);
    } catch (ConfigurationProblems e) {
      return failed(ShellStatus.WRONG_SETTINGS, "SETTINGS", e);
    }
  }

  private int failed(int status, String code, RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    if (json) {
      answer("", JsonNodeFactory.instance.objectNode().put("error", message).put("code", code));
    } else {
      spec.commandLine().getErr().println("Error: " + message);
    }
    return status;
  }
}
