package network.wcn.cli.contract;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import network.wcn.cli.CommandFailed;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.LedgerOutcome;
import network.wcn.port.cluster.CallReceipt;
import network.wcn.port.cluster.ContractRefused;

/**
 * Makes a change: tries it on the contract's rules, shows it, asks, sends it and waits until it is
 * part of the chain.
 */
public final class ChangeFlow {
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
    return new Proceeding(session.command(), session.output(), options)
        .carryOut(
            new Undertaking(
                change.shown(),
                change.facts(),
                verdict(change.call()),
                change.isAskedByReference(),
                "Sending as " + session.account() + ", waiting for the receipt...",
                "the change may count or not: look by view before you repeat it",
                () -> {
                  CallReceipt receipt = session.contract().submit(change.call());
                  return new Undertaking.Outcome(
                      change.outcome(), facts(receipt), sentence(receipt));
                }));
  }

  private static Map<String, ?> facts(CallReceipt receipt) {
    Map<String, Object> facts = new LinkedHashMap<>();
    receipt.transaction().ifPresent(hash -> facts.put("transaction", hash));
    receipt.gasUsed().ifPresent(gas -> facts.put("gas_used", gas));
    return facts;
  }

  private static String sentence(CallReceipt receipt) {
    return receipt
        .transaction()
        .map(hash -> "Done by transaction " + hash + gas(receipt) + ".")
        .orElse("Done.");
  }

  private static String gas(CallReceipt receipt) {
    return receipt.gasUsed().isPresent()
        ? String.format(Locale.ROOT, " for %,d gas", receipt.gasUsed().getAsLong())
        : "";
  }

  /** Leaves out a change that would change nothing, and returns the exit status: done. */
  public int leave(Change change) {
    return new Proceeding(session.command(), session.output(), options).leave(change.facts());
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
      throw RefusalAdvice.failure(new ContractRefused(refusal));
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
}
