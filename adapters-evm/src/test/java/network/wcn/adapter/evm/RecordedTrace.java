package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.wcn.adapter.evm.TestChain.Answer;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import org.web3j.crypto.ContractUtils;

/**
 * A recorded trace on its way over our contract: every byte that a caller can see is compared.
 *
 * <p>Deployments get the recorded addresses, because some calls name them.
 */
final class RecordedTrace {
  private static final double GAS_ALLOWANCE = 1.2;
  private static final Bytes GET_VIEW = ContractAbi.getView();

  /** Answers 1 to everything: a contract that claims another storage slot for its code. */
  private static final String OTHER_UUID = "0xa82ff9afd8f496c3d6ac40e2a0f282e47488cfc9";

  private static final String OTHER_UUID_CODE = "0x600160005260206000f3";

  private final TestChain chain;
  private final List<JsonNode> steps;
  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, List<JsonNode>> unreadGetters = new HashMap<>();
  private final List<JsonNode> unseenViews = new ArrayList<>();
  private final String implementation;

  /** Every log so far: address, topics, data and time. */
  final Set<String> logs = new HashSet<>();

  /** By function, the greatest quotient of the gas we use and the recorded. */
  final Map<String, Double> gasQuotients = new HashMap<>();

  /** By function, the most gas that one step used. */
  final Map<String, Integer> gas = new HashMap<>();

  int acceptedCount;
  int refusedCount;

  RecordedTrace(TestChain chain, List<JsonNode> steps) {
    this.chain = chain;
    this.steps = steps;
    String deployer = text(steps.getFirst(), "from");
    String hash = chain.send(deployer, Optional.empty(), ContractArtifact.implementation());
    chain.rpc("evm_mine");
    implementation = chain.receipt(hash).path("contractAddress").asText();
    chain.rpc("anvil_setCode", OTHER_UUID, OTHER_UUID_CODE);
  }

  String implementation() {
    return implementation;
  }

  /** Also compares these, each in the first state of its contract that it can belong to. */
  void expect(List<JsonNode> getters, List<JsonNode> views) {
    for (JsonNode getter : getters) {
      unreadGetters.computeIfAbsent(text(getter, "contract"), _ -> new ArrayList<>()).add(getter);
    }
    unseenViews.addAll(views);
  }

  List<JsonNode> unseenViews() {
    return unseenViews;
  }

  Map<String, List<JsonNode>> unreadGetters() {
    return unreadGetters;
  }

  void replay() {
    int next = 0;
    while (next < steps.size()) {
      JsonNode step = steps.get(next);
      if (text(step, "result").equals("revert")) {
        refuse(step);
        next++;
      } else {
        int end = next + 1;
        while (end < steps.size()
            && steps.get(end).has("blockTimestamp")
            && time(steps.get(end)) == time(step)) {
          end++;
        }
        accept(steps.subList(next, end));
        next = end;
      }
    }
  }

  private void refuse(JsonNode step) {
    String address = addressOf(step);
    Answer answer =
        chain.call(
            Optional.of(text(step, "from")),
            Optional.of(address),
            TestChain.bytes(step.get("calldata")));
    assertEquals(Answer.revert(TestChain.bytes(step.get("revertData"))), answer, () -> name(step));
    refusedCount++;
    compareView(step);
  }

  /** Runs the steps of one block. */
  private void accept(List<JsonNode> block) {
    List<String> hashes = new ArrayList<>();
    for (JsonNode step : block) {
      hashes.add(step.has("address") ? deploy(step) : send(step));
    }
    chain.mineAt(time(block.getFirst()));
    for (int i = 0; i < block.size(); i++) {
      compareReceipt(block.get(i), chain.receipt(hashes.get(i)));
      acceptedCount++;
    }
    compareView(block.getLast());
    lookAround(text(block.getLast(), "contract"));
  }

  private String send(JsonNode step) {
    return chain.send(
        text(step, "from"), Optional.of(addressOf(step)), TestChain.bytes(step.get("calldata")));
  }

  private String deploy(JsonNode step) {
    String from = text(step, "from");
    String wanted = text(step, "address");
    addresses.put(text(step, "contract"), wanted);
    chain.rpc("anvil_setNonce", from, "0x" + Long.toHexString(nonceOf(from, wanted)));
    return chain.send(
        from,
        Optional.empty(),
        ContractArtifact.proxy(
            OperatorId.parse(implementation), TestChain.bytes(step.get("calldata"))));
  }

  private static long nonceOf(String from, String created) {
    for (long nonce = 0; nonce < 1_000; nonce++) {
      if (ContractUtils.generateContractAddress(from, BigInteger.valueOf(nonce))
          .equalsIgnoreCase(created)) {
        return nonce;
      }
    }
    throw new AssertionError("no nonce of " + from + " creates " + created);
  }

  private void compareReceipt(JsonNode step, JsonNode receipt) {
    assertEquals("0x1", receipt.path("status").asText(), () -> name(step));
    List<String> ours = new ArrayList<>();
    receipt.path("logs").forEach(log -> ours.add(log(log, time(step))));
    List<String> recorded = new ArrayList<>();
    step.path("logs").forEach(log -> recorded.add(log(log, log.path("blockTimestamp").asLong())));
    assertEquals(recorded, ours, () -> name(step));
    logs.addAll(ours);
    int used = Integer.decode(receipt.path("gasUsed").asText());
    String function = text(step, "function");
    gas.merge(function, used, Math::max);
    double quotient = used / step.path("gasUsed").asDouble();
    gasQuotients.merge(function, quotient, Math::max);
    assertTrue(
        quotient <= GAS_ALLOWANCE,
        () -> name(step) + " uses " + used + " gas, recorded " + step.path("gasUsed").asInt());
  }

  static String log(JsonNode log, long time) {
    List<String> topics = new ArrayList<>();
    log.path("topics").forEach(topic -> topics.add(topic.asText()));
    return String.join(
            " ", text(log, "address"), topics.toString(), text(log, "data"), Long.toString(time))
        .toLowerCase(Locale.ROOT);
  }

  private void compareView(JsonNode step) {
    if (step.has("getViewAfter")) {
      assertEquals(
          Answer.ok(TestChain.bytes(step.get("getViewAfter"))),
          chain.call(addressOf(step), GET_VIEW),
          () -> name(step));
    }
  }

  private void lookAround(String contract) {
    String address = addresses.getOrDefault(contract, "");
    List<JsonNode> getters = unreadGetters.getOrDefault(contract, List.of());
    while (!getters.isEmpty() && answers(address, getters.getFirst())) {
      getters.removeFirst();
    }
    Answer view = chain.call(address, GET_VIEW);
    unseenViews.removeIf(recorded ->
        text(recorded, "contract").equals(contract)
            && view.equals(Answer.ok(TestChain.bytes(recorded.get("returnData"))))
            && recorded.path("otherGetters").properties().stream()
                .allMatch(getter -> answers(address, getter.getValue())));
  }

  /** Returns whether {@code address} answers a recorded getter now. */
  boolean answers(String address, JsonNode getter) {
    boolean isRevert = getter.path("result").asText().equals("revert");
    Bytes data = TestChain.bytes(getter.get(isRevert ? "revertData" : "returnData"));
    return chain
        .call(address, TestChain.bytes(getter.get("calldata")))
        .equals(new Answer(isRevert, data));
  }

  private String addressOf(JsonNode step) {
    String address = addresses.get(text(step, "contract"));
    if (address == null) {
      throw new AssertionError("no deployment before " + name(step));
    }
    return address;
  }

  private static long time(JsonNode step) {
    return step.path("blockTimestamp").asLong();
  }

  private static String name(JsonNode step) {
    return text(step, "contract") + " " + text(step, "function") + ": " + text(step, "note");
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new AssertionError("no field " + field + " in " + node);
    }
    return value.asText();
  }
}
