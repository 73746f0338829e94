package network.wcn.domain.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replays a recorded trace on the ledger and compares everything after each step. */
final class Replay {
  private static final JsonNode ERROR_SELECTORS =
      ContractVectors.object(ContractVectors.meta(), "errorSelectors");

  /** Every state each deployment went through, in order. */
  final Map<String, List<Ledger>> histories = new LinkedHashMap<>();

  /** What was left out because only an EVM has it, by name. */
  final List<String> skipped = new ArrayList<>();

  int replayedCount;
  int acceptedCount;

  static Replay of(String file) {
    Replay replay = new Replay();
    for (JsonNode step : ContractVectors.read(file)) {
      replay.step(step);
    }
    return replay;
  }

  private void step(JsonNode step) {
    String contract = ContractVectors.text(step, "contract");
    String name =
        contract
            + " "
            + ContractVectors.text(step, "function")
            + ": "
            + ContractVectors.text(step, "note");
    List<Ledger> history = histories.computeIfAbsent(contract, _ -> new ArrayList<>());
    boolean isDeployment = history.isEmpty();
    if (!isDeployment && ContractVectors.call(step).isEmpty()) {
      skipped.add(name);
      return;
    }
    LedgerOutcome outcome =
        isDeployment
            ? Ledger.initialize(ContractVectors.genesis(step))
            : history
                .getLast()
                .apply(
                    ContractVectors.address(step, "from"),
                    ContractVectors.call(step).orElseThrow(),
                    step.path("blockTimestamp").asLong());
    replayedCount++;
    compare(name, step, outcome);
    switch (outcome) {
      case LedgerOutcome.Changed changed -> history.add(changed.next());
      case LedgerOutcome.OwnershipChanged changed -> history.add(changed.next());
      case LedgerOutcome.Refused _ -> {}
    }
    if (step.has("viewAfter")) {
      assertEquals(
          ContractVectors.view(ContractVectors.object(step, "viewAfter")),
          history.getLast().view(),
          name);
    }
  }

  private void compare(String name, JsonNode step, LedgerOutcome outcome) {
    switch (outcome) {
      case LedgerOutcome.Changed(Ledger _, ContractEvent event) -> {
        assertEquals("ok", ContractVectors.text(step, "result"), name);
        assertEquals(ContractVectors.change(step), event, name);
        acceptedCount++;
      }
      case LedgerOutcome.OwnershipChanged(Ledger _, OwnershipChange change) -> {
        assertEquals("ok", ContractVectors.text(step, "result"), name);
        assertEquals(ContractVectors.change(step), change, name);
        acceptedCount++;
      }
      case LedgerOutcome.Refused(ContractRefusal refusal) -> {
        assertEquals("revert", ContractVectors.text(step, "result"), name);
        assertEquals(
            ContractVectors.text(step, "revertData"),
            "0x" + ContractVectors.revertData(refusal, ERROR_SELECTORS),
            name);
      }
    }
  }
}
