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
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.LedgerOutcome;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ContractRefused;

/**
 * Makes a change: tries it on the contract's rules, shows it, asks, sends it and waits until it is
 * part of the chain. What is told on the way goes to standard error, so that standard output holds
 * what scripts read.
 */
public final class ChangeFlow {
  private static final Duration PROGRESS = Duration.ofSeconds(5);

  private final ContractSession session;
  private final ChangeOptions options;

  public ChangeFlow(ContractSession session, ChangeOptions options) {
    this.session = session;
    this.options = options;
  }

  /**
   * Makes a change.
   *
   * @return the exit status: done also if the change was declined or only tried
   * @throws CommandFailed if the contract refuses it, or does not answer
   */
  public int make(Change change) {
    tryOut(change.call());
    if (!session.output().isJson() && !change.shown().isEmpty()) {
      session.output().line(change.shown());
    }
    if (options.isDryRun()) {
      return end(change, "dry_run", "Dry run: " + verdict(change.call()) + "; nothing was sent.");
    }
    if (change.asksFirst() && !options.isApproved() && !isConfirmed()) {
      return end(change, "declined", "Declined; nothing was changed.");
    }
    send(change.call());
    if (!session.output().isJson() && !change.outcome().isEmpty()) {
      session.output().line(change.outcome());
    }
    return end(change, "done", "Done.");
  }

  /**
   * Refuses before anybody is asked what would be refused after.
   *
   * @throws CommandFailed if the contract would refuse the call
   */
  public void tryOut(ContractCall call) {
    if (!isJudgedByTheView(call)) {
      return;
    }
    long now = System.currentTimeMillis() / 1_000;
    LedgerOutcome outcome = Ledger.showing(session.view()).apply(session.account(), call, now);
    if (outcome instanceof LedgerOutcome.Refused(ContractRefusal refusal)) {
      throw refused(new ContractRefused(refusal));
    }
  }

  /** Returns false for what depends on whom the owner named: only the contract knows that. */
  private static boolean isJudgedByTheView(ContractCall call) {
    return !(call instanceof ContractCall.AcceptOwnership);
  }

  private static String verdict(ContractCall call) {
    return isJudgedByTheView(call)
        ? "the contract would take this"
        : "only the contract knows whom its owner named, so this was not tried";
  }

  private boolean isConfirmed() {
    PrintWriter asked =
        session.output().isJson() ? session.command().getErr() : session.command().getOut();
    asked.print("Proceed? (y/yes): ");
    asked.flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      asked.println();
      return answer != null && (answer.strip().equals("y") || answer.strip().equals("yes"));
    } catch (IOException e) {
      throw new CommandFailed("cannot read the answer: " + e.getMessage(), e);
    }
  }

  private void send(ContractCall call) {
    CompletableFuture<Void> receipt = new CompletableFuture<>();
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                session.contract().submit(call);
                receipt.complete(null);
              } catch (RuntimeException e) {
                receipt.completeExceptionally(e);
              }
            });
    tell("Sending as " + session.account() + ", waiting for the receipt...");
    for (Duration waited = PROGRESS; !hasCome(receipt); waited = waited.plus(PROGRESS)) {
      tell("still waiting (" + waited.toSeconds() + " s)...");
    }
    try {
      sender.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static boolean hasCome(CompletableFuture<Void> receipt) {
    try {
      receipt.get(PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case ContractRefused refused -> refused(refused);
        case ChainFault fault ->
            new CommandFailed(
                fault.getMessage()
                    + "; the change may count or not: look by view before you"
                    + " repeat it",
                fault);
        case null, default -> new IllegalStateException("the change could not be sent", e);
      };
    }
  }

  private static CommandFailed interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandFailed("interrupted; the change may count or not: look by view", e);
  }

  private static CommandFailed refused(ContractRefused refused) {
    return new CommandFailed(
        "the contract refuses: "
            + RefusalAdvice.name(refused.refusal())
            + ". "
            + RefusalAdvice.of(refused.refusal()),
        refused);
  }

  private int end(Change change, String result, String sentence) {
    if (session.output().isJson()) {
      Map<String, Object> object = new LinkedHashMap<>(change.facts());
      object.put("result", result);
      session.output().object(object);
    } else {
      tell(sentence);
    }
    return ExitStatus.DONE;
  }

  private void tell(String sentence) {
    session.command().getErr().println(sentence);
  }
}
