package network.wcn.domain.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ledger answers every recorded call as the deployed contract did. */
class LedgerReplayTest {
  /** Why a step is left out: these belong to the proxy in front of the contract. */
  private static final Set<String> ONLY_AN_EVM_HAS = Set.of("upgradeToAndCall", "initialize");

  @Test
  void orderedTraceReplaysStepByStep() {
    Replay replay = Replay.of("steps.json");

    assertEquals(
        List.of(
            "A upgradeToAndCall: upgradeToAndCall not owner",
            "A upgradeToAndCall: upgradeToAndCall to the same implementation",
            "A upgradeToAndCall: upgradeToAndCall with failing call, no data",
            "A upgradeToAndCall: upgradeToAndCall to a contract whose proxiableUUID reverts",
            "A upgradeToAndCall: upgradeToAndCall to an EOA",
            "A upgradeToAndCall: upgradeToAndCall to a contract with another proxiableUUID",
            "A upgradeToAndCall: upgrade + migrate call: re-initialize",
            "A initialize: initialize again"),
        replay.skipped);
    assertEquals(131, replay.replayedCount);
    assertEquals(66, replay.acceptedCount);
  }

  @Test
  void firstRandomTraceReplaysStepByStep() {
    Replay replay = Replay.of("random-1.json");

    assertEquals(List.of(), replay.skipped);
    assertEquals(301, replay.replayedCount);
    assertEquals(66, replay.acceptedCount);
  }

  @Test
  void secondRandomTraceReplaysStepByStep() {
    Replay replay = Replay.of("random-2.json");

    assertEquals(List.of(), replay.skipped);
    assertEquals(301, replay.replayedCount);
    assertEquals(63, replay.acceptedCount);
  }

  /** The reverts of calls are those of the ordered trace, which the replay compares to the byte. */
  @Test
  void everyRecordedRevertIsReplayedOrBelongsToTheProxy() {
    Map<String, String> replayed = new HashMap<>();
    for (JsonNode step : ContractVectors.read("steps.json")) {
      if (step.has("revertData") && !isOnlyOfAnEvm(step)) {
        replayed.put(
            ContractVectors.text(step, "calldata")
                + ContractVectors.text(step, "from")
                + note(step),
            ContractVectors.text(step, "revertData"));
      }
    }
    List<String> others = new ArrayList<>();
    int replayedCount = 0;
    for (JsonNode revert : ContractVectors.read("reverts.json")) {
      String key =
          ContractVectors.text(revert, "calldata")
              + ContractVectors.text(revert, "from")
              + ContractVectors.text(revert, "scenario");
      if (replayed.containsKey(key)) {
        assertEquals(ContractVectors.text(revert, "revertData"), replayed.get(key), key);
        replayedCount++;
      } else {
        others.add(
            ContractVectors.text(revert, "function")
                + ": "
                + ContractVectors.text(revert, "error"));
      }
    }

    assertEquals(65, replayedCount);
    assertEquals(
        List.of(
            "upgradeToAndCall: OwnableUnauthorizedAccount",
            "upgradeToAndCall: FailedCall",
            "upgradeToAndCall: ERC1967InvalidImplementation",
            "upgradeToAndCall: (empty)",
            "upgradeToAndCall: UUPSUnsupportedProxiableUUID",
            "upgradeToAndCall: InvalidInitialization",
            "initialize: InvalidInitialization",
            "initialize: InvalidInitialization",
            "upgradeToAndCall: UUPSUnauthorizedCallContext",
            // The five that follow are replayed by everyRefusedDeploymentIsRefusedAlike.
            "initialize: TooManyOperators",
            "initialize: InsufficientOperators",
            "initialize: InvalidOperatorData",
            "initialize: InvalidOperatorData",
            "initialize: OwnableInvalidOwner",
            "constructor: ERC1967InvalidImplementation",
            "constructor: ERC1967NonPayable"),
        others);
  }

  @Test
  void everyRefusedDeploymentIsRefusedAlike() {
    JsonNode selectors = ContractVectors.object(ContractVectors.meta(), "errorSelectors");
    int replayedCount = 0;
    for (JsonNode revert : ContractVectors.read("reverts.json")) {
      boolean isDeployment =
          ContractVectors.text(revert, "function").equals("initialize")
              && !ContractVectors.text(revert, "error").equals("InvalidInitialization");
      if (isDeployment) {
        Genesis genesis =
            DeploymentCalldata.decode(
                ContractVectors.address(revert, "from"), ContractVectors.bytes(revert, "calldata"));
        LedgerOutcome.Refused refused =
            assertInstanceOf(LedgerOutcome.Refused.class, Ledger.initialize(genesis));
        assertEquals(
            ContractVectors.text(revert, "revertData"),
            "0x" + ContractVectors.revertData(refused.refusal(), selectors));
        replayedCount++;
      }
    }

    assertEquals(5, replayedCount);
  }

  @Test
  void everyRecordedViewIsAStateOfTheReplay() {
    Map<String, List<Ledger>> histories = Replay.of("steps.json").histories;
    int comparedCount = 0;
    for (JsonNode recorded : ContractVectors.read("views.json")) {
      ContractView view = ContractVectors.view(ContractVectors.object(recorded, "decoded"));
      List<Ledger> states =
          histories.getOrDefault(ContractVectors.text(recorded, "contract"), List.of());
      JsonNode getters = ContractVectors.object(recorded, "otherGetters");
      assertTrue(
          states.stream().anyMatch(s -> s.view().equals(view) && Getters.allAnswer(s, getters)),
          () -> "no state with the view and the getters of " + recorded.get("state"));
      comparedCount++;
    }

    assertEquals(24, comparedCount);
  }

  @Test
  void recordedGettersAreAnsweredInTheOrderOfTheReplay() {
    Map<String, List<Ledger>> histories = Replay.of("steps.json").histories;
    Map<String, Integer> positions = new HashMap<>();
    Set<String> skipped = new HashSet<>();
    int comparedCount = 0;
    for (JsonNode recorded : ContractVectors.read("getters.json")) {
      String contract = ContractVectors.text(recorded, "contract");
      String function = ContractVectors.text(recorded, "function");
      if (contract.equals("IMPL") || Getters.ONLY_AN_EVM_HAS.contains(function)) {
        skipped.add(contract + " " + function);
        continue;
      }
      List<Ledger> states = histories.getOrDefault(contract, List.of());
      int position = positions.getOrDefault(contract, 0);
      while (position < states.size() && !Getters.answers(states.get(position), recorded)) {
        position++;
      }
      assertTrue(position < states.size(), () -> "no state answers " + recorded);
      positions.put(contract, position);
      comparedCount++;
    }

    assertEquals(
        Set.of(
            "A UPGRADE_INTERFACE_VERSION",
            "A proxiableUUID",
            "IMPL proxiableUUID",
            "IMPL getView",
            "IMPL owner"),
        skipped);
    assertEquals(25, comparedCount);
  }

  private static boolean isOnlyOfAnEvm(JsonNode step) {
    return ONLY_AN_EVM_HAS.contains(ContractVectors.text(step, "function"));
  }

  private static String note(JsonNode step) {
    return ContractVectors.text(step, "note");
  }
}
