package network.wcn.adapter.evm;

import static network.wcn.adapter.evm.RecordedTrace.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import network.wcn.adapter.evm.TestChain.Answer;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import org.junit.jupiter.api.Test;

/** Our contract on a real chain does what was recorded of the deployed one, byte for byte. */
class RecordedTracesIT {
  private static final String NOBODY = "0x8626f6940e2eb28930efb4cef49b2d1f2c9c1199";

  @Test
  void orderedTraceReplaysStepByStep() {
    try (TestChain chain = chain()) {
      RecordedTrace trace = new RecordedTrace(chain, Vectors.recorded("steps.json"));
      trace.expect(Vectors.recorded("getters.json"), Vectors.recorded("views.json"));

      trace.replay();

      assertEquals(139, trace.acceptedCount + trace.refusedCount);
      assertEquals(67, trace.acceptedCount);
      assertEquals(List.of(), trace.unseenViews().stream().map(v -> text(v, "state")).toList());
      compareImplementation(trace);
      compareLogs(trace.logs);
      compareOtherReverts(chain, trace.implementation());
      System.out.println("gas, ours: " + new TreeMap<>(trace.gas));
      System.out.println("gas, ours by recorded: " + new TreeMap<>(trace.gasQuotients));
    }
  }

  @Test
  void firstRandomTraceReplaysStepByStep() {
    assertReplays("random-1.json", 66);
  }

  @Test
  void secondRandomTraceReplaysStepByStep() {
    assertReplays("random-2.json", 63);
  }

  private static void assertReplays(String file, int acceptedCount) {
    try (TestChain chain = chain()) {
      RecordedTrace trace = new RecordedTrace(chain, Vectors.recorded(file));

      trace.replay();

      assertEquals(acceptedCount, trace.acceptedCount);
      assertEquals(301 - acceptedCount, trace.refusedCount);
    }
  }

  private static TestChain chain() {
    return TestChain.start("--no-mining", "--timestamp", "1700000000");
  }

  private static void compareImplementation(RecordedTrace trace) {
    Map<String, List<JsonNode>> unread = trace.unreadGetters();
    unread
        .getOrDefault("IMPL", List.of())
        .forEach(
            getter -> assertTrue(trace.answers(trace.implementation(), getter), getter::toString));
    unread.remove("IMPL");
    unread.values().removeIf(List::isEmpty);
    assertEquals(Map.of(), unread);
  }

  private static void compareLogs(Set<String> emitted) {
    Set<String> recorded = new HashSet<>();
    Vectors.recorded("logs.json")
        .forEach(log -> recorded.add(RecordedTrace.log(log, log.path("blockTimestamp").asLong())));
    recorded.removeAll(emitted);
    assertEquals(Set.of(), recorded);
  }

  /** The reverts that are no step of the trace: of deployments, and of the bare implementation. */
  private static void compareOtherReverts(TestChain chain, String implementation) {
    Set<String> steps = new HashSet<>();
    Vectors.recorded("steps.json").forEach(step -> steps.add(text(step, "calldata")));
    int comparedCount = 0;
    for (JsonNode revert : Vectors.recorded("reverts.json")) {
      Bytes calldata = TestChain.bytes(revert.get("calldata"));
      Optional<String> from = Optional.of(text(revert, "from"));
      Answer expected = Answer.revert(TestChain.bytes(revert.get("revertData")));
      if (text(revert, "to").equalsIgnoreCase(implementation)) {
        assertEquals(
            expected, chain.call(from, Optional.of(implementation), calldata), revert::toString);
      } else if (text(revert, "function").equals("constructor")) {
        assertEquals(expected, failedConstruction(chain, revert, implementation));
      } else if (revert.get("to").isNull()) {
        Bytes creation = ContractArtifact.proxy(OperatorId.parse(implementation), calldata);
        assertEquals(expected, chain.call(from, Optional.empty(), creation), revert::toString);
      } else {
        assertTrue(steps.contains(text(revert, "calldata")), revert::toString);
        continue;
      }
      comparedCount++;
    }
    assertEquals(9, comparedCount);
  }

  private static Answer failedConstruction(
      TestChain chain, JsonNode revert, String implementation) {
    boolean isWithValue = text(revert, "error").equals("ERC1967NonPayable");
    Bytes creation =
        ContractArtifact.proxy(
            OperatorId.parse(isWithValue ? implementation : NOBODY), Bytes.empty());
    try {
      chain.rpc(
          "eth_call",
          Map.of(
              "from",
              text(revert, "from"),
              "data",
              TestChain.hex(creation),
              "value",
              isWithValue ? "0x1" : "0x0"),
          "latest");
    } catch (RpcError e) {
      return Answer.revert(e.revertData());
    }
    throw new AssertionError("accepted: " + revert);
  }
}
