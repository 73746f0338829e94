package network.wcn.cli.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import network.wcn.port.cluster.CallNotMade;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ContractRefused;
import picocli.CommandLine;

/**
 * Carries out what a command does on the chain: shows it, asks, does it, and tells how it stands
 * meanwhile. What is told on the way goes to standard error, so that standard output holds what
 * scripts read.
 */
final class Proceeding {
  private static final Duration PROGRESS = Duration.ofSeconds(5);

  private final CommandLine command;
  private final Output output;
  private final ChangeOptions options;

  Proceeding(CommandLine command, Output output, ChangeOptions options) {
    this.command = command;
    this.output = output;
    this.options = options;
  }

  /**
   * Carries it out.
   *
   * @return the exit status: done also if it was declined or only tried
   * @throws CommandFailed if the contract refuses it, or the chain does not answer
   */
  int carryOut(Undertaking undertaking) {
    boolean isUnasked = options.isDropIn() && !undertaking.isAskedByReference();
    if (isUnasked) {
      tell(undertaking.shown());
    } else {
      print(undertaking.shown());
    }
    if (options.isDryRun()) {
      return end(
          undertaking.facts(),
          "dry_run",
          "Dry run: " + undertaking.verdict() + "; nothing was sent.");
    }
    if (!isUnasked && !options.isApproved() && !isConfirmed()) {
      return end(undertaking.facts(), "declined", "Declined; nothing was changed.");
    }
    tell(undertaking.announcement());
    Undertaking.Outcome outcome = awaited(undertaking);
    print(outcome.text());
    Map<String, Object> facts = new LinkedHashMap<>(undertaking.facts());
    facts.putAll(outcome.facts());
    return end(facts, "done", outcome.sentence());
  }

  /** Says that there is nothing to do, and returns the exit status. */
  int leave(Map<String, ?> facts) {
    return end(facts, "unchanged", "Nothing to change: the contract says that already.");
  }

  private void print(String text) {
    if (!output.isJson() && !text.isEmpty()) {
      output.line(text);
    }
  }

  private boolean isConfirmed() {
    PrintWriter asked = output.isJson() ? command.getErr() : command.getOut();
    asked.print("Proceed? (y/yes): ");
    asked.flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      asked.println();
      if (answer == null && !options.isDropIn()) {
        throw new CommandFailed(
            "nobody answers at standard input, so nothing was changed; give --yes to go ahead"
                + " without a question, or --dry-run to look only");
      }
      return answer != null && (answer.strip().equals("y") || answer.strip().equals("yes"));
    } catch (IOException e) {
      throw new CommandFailed("cannot read the answer: " + e.getMessage(), e);
    }
  }

  private Undertaking.Outcome awaited(Undertaking undertaking) {
    CompletableFuture<Undertaking.Outcome> done = new CompletableFuture<>();
    Thread worker =
        Thread.ofVirtual()
            .start(() -> {
              try {
                done.complete(undertaking.work().get());
              } catch (RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    for (Duration waited = PROGRESS; !isOver(done, undertaking); waited = waited.plus(PROGRESS)) {
      tell("still waiting (" + waited.toSeconds() + " s)...");
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw interrupted(e, undertaking);
    }
    return done.resultNow();
  }

  private static boolean isOver(
      CompletableFuture<Undertaking.Outcome> done, Undertaking undertaking) {
    try {
      Undertaking.Outcome _ = done.get(PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e, undertaking);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case ContractRefused refused -> RefusalAdvice.failure(refused);
        case CallNotMade fault -> new CommandFailed(String.valueOf(fault.getMessage()), fault);
        case ChainFault fault ->
            new CommandFailed(fault.getMessage() + "; " + undertaking.doubt(), fault);
        case null, default -> new IllegalStateException("this could not be done", e);
      };
    }
  }

  private static CommandFailed interrupted(InterruptedException e, Undertaking undertaking) {
    Thread.currentThread().interrupt();
    return new CommandFailed("interrupted; " + undertaking.doubt(), e);
  }

  private int end(Map<String, ?> facts, String result, String sentence) {
    if (output.isJson()) {
      Map<String, Object> object = new LinkedHashMap<>(facts);
      object.put("result", result);
      output.object(object);
    } else {
      tell(sentence);
    }
    return ExitStatus.DONE;
  }

  private void tell(String sentence) {
    command.getErr().println(sentence);
  }
}
