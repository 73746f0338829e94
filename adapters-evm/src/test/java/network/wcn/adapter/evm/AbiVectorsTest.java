package network.wcn.adapter.evm;

import static network.wcn.adapter.evm.RecordedTrace.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.domain.membership.Genesis;
import network.wcn.wire.MalformedMessage;
import org.junit.jupiter.api.Test;

/** What we send to the chain and read from it is what was recorded there. */
class AbiVectorsTest {
  @Test
  void callsAreEncodedAsRecorded() {
    Set<String> others = new TreeSet<>();
    int comparedCount = 0;
    for (JsonNode recorded : Vectors.recorded("calldata.json")) {
      String function = text(recorded, "function");
      JsonNode args = recorded.path("args");
      Optional<Bytes> ours =
          function.equals("initialize")
              ? Optional.of(ContractAbi.encode(genesis(args)))
              : RecordedValues.call(function, args).map(ContractAbi::encode);
      if (ours.isPresent()) {
        assertEquals(text(recorded, "calldata"), TestChain.hex(ours.get()), recorded::toString);
        comparedCount++;
      } else {
        others.add(function);
      }
    }

    assertEquals(
        Set.of(
            "MAX_OPERATORS",
            "UPGRADE_INTERFACE_VERSION",
            "getAllOperators",
            "getCurrentKeyspace",
            "getOperatorAt",
            "getPullingOperators",
            "getView",
            "isOperator",
            "keyspaces",
            "operatorSlotIndexes",
            "operatorSlots",
            "owner",
            "proxiableUUID",
            "upgradeToAndCall"),
        others);
    assertEquals(71, comparedCount);
  }

  @Test
  void viewsAreReadAsRecorded() {
    List<JsonNode> views = Vectors.recorded("views.json");

    for (JsonNode view : views) {
      assertEquals(
          RecordedValues.view(view.path("decoded")),
          ContractAbi.decodeView(RecordedValues.bytes(view, "returnData")),
          text(view, "state"));
    }
    assertEquals(24, views.size());
  }

  @Test
  void eventsAreReadAsRecorded() {
    int eventCount = 0;
    for (JsonNode log : Vectors.recorded("logs.json")) {
      Optional<ContractEvent> event = EventAbi.decode(log(log));
      assertEquals(RecordedValues.event(log), event, log::toString);
      eventCount += event.isPresent() ? 1 : 0;
    }

    assertEquals(63, eventCount);
  }

  @Test
  void refusalsAreReadAsRecorded() {
    Set<String> others = new TreeSet<>();
    for (JsonNode revert : Vectors.recorded("reverts.json")) {
      String name =
          switch (RefusalAbi.decode(RecordedValues.bytes(revert, "revertData")).orElse(null)) {
            case ContractRefusal.Named named -> named.reason().solidityName();
            case ContractRefusal.OwnableUnauthorizedAccount notOwner ->
                "OwnableUnauthorizedAccount of " + notOwner.account();
            case ContractRefusal.OwnableInvalidOwner invalid ->
                "OwnableInvalidOwner of " + invalid.owner();
            case null -> "none";
          };
      JsonNode args = revert.path("decodedArgs");
      String recorded =
          text(revert, "error")
              + (args.has("account") ? " of " + text(args, "account") : "")
              + (args.has("owner") ? " of " + text(args, "owner") : "");
      if (name.equals("none")) {
        others.add(text(revert, "error"));
      } else {
        assertEquals(recorded.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      }
    }

    assertEquals(
        Set.of(
            "(empty)",
            "ERC1967InvalidImplementation",
            "ERC1967NonPayable",
            "FailedCall",
            "InvalidInitialization",
            "UUPSUnauthorizedCallContext",
            "UUPSUnsupportedProxiableUUID"),
        others);
  }

  @Test
  void damagedViewsAreRefusedAndNothingElseHappens() {
    long seed = 20_240_613;
    Random random = new Random(seed);
    List<Bytes> views = new ArrayList<>();
    Vectors.recorded("views.json")
        .forEach(view -> views.add(RecordedValues.bytes(view, "returnData")));
    int refusedCount = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = views.get(random.nextInt(views.size())).toArray();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(Math.min(damaged.length, 1_000))] = (byte) random.nextInt();
      }
      Bytes input = Bytes.of(damaged, 0, random.nextInt(damaged.length + 1));
      try {
        ContractAbi.decodeView(input);
      } catch (MalformedMessage _) {
        refusedCount++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", input " + input.toHex(), e);
      }
    }

    assertTrue(refusedCount > 10_000, "most damage is noticed, got " + refusedCount);
    assertThrows(MalformedMessage.class, () -> ContractAbi.decodeView(Bytes.empty()));
  }

  @Test
  void callsWithLongNumbersAreEncodedUnsigned() {
    assertEquals(
        "9d44e717000000000000000000000000000000000000000000000000ffffffffffffffff",
        ContractAbi.encode(new ContractCall.CompleteMigration(-1)).toHex());
  }

  private static Genesis genesis(JsonNode args) {
    return new Genesis(
        OperatorId.ZERO,
        RecordedValues.settings(args.path("initialSettings")),
        RecordedValues.operators(args.path("initialOperators")));
  }

  private static ChainLog log(JsonNode log) {
    List<Bytes> topics = new ArrayList<>();
    log.path("topics").forEach(topic -> topics.add(TestChain.bytes(topic)));
    return new ChainLog(
        topics,
        RecordedValues.bytes(log, "data"),
        new Block(
            log.path("blockNumber").asLong(), Bytes.empty(), log.path("blockTimestamp").asLong()));
  }
}
