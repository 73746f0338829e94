package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.adapter.evm.TestChain.Answer;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.LedgerOutcome;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.OwnershipChange;
import network.wcn.domain.membership.SlotMask;
import network.wcn.wire.account.Keccak256;

/** One trace of calls drawn from a seed, made on a contract and on the domain's ledger at once. */
final class RandomTrace {
  private static final Bytes TRANSFER_STARTED =
      Keccak256.hash(Bytes.utf8("OwnershipTransferStarted(address,address)"));
  private static final Bytes TRANSFERRED =
      Keccak256.hash(Bytes.utf8("OwnershipTransferred(address,address)"));

  private final TestChain chain;
  private final RandomCalls calls;
  private long now;
  int acceptedCount;
  int refusedCount;

  /**
   * Prepares a trace.
   *
   * @param now the time of the chain's newest block
   */
  RandomTrace(TestChain chain, RandomCalls calls, long now) {
    this.chain = chain;
    this.calls = calls;
    this.now = now;
  }

  /** Returns the time of the newest block. */
  long now() {
    return now;
  }

  /**
   * Deploys and makes {@code stepCount} calls.
   *
   * @return false if the deployment was refused
   */
  boolean run(OperatorId implementation, int stepCount) {
    Genesis genesis = calls.genesis();
    Bytes creation = ContractArtifact.proxy(implementation, genesis);
    String deployer = genesis.owner().toString();
    return switch (Ledger.initialize(genesis)) {
      case LedgerOutcome.Refused(var refusal) -> {
        Answer answer = chain.call(Optional.of(deployer), Optional.empty(), creation);
        assertTrue(answer.isRevert(), () -> "the ledger refuses " + refusal);
        assertEquals(Optional.of(refusal), RefusalAbi.decode(answer.data()));
        yield false;
      }
      case LedgerOutcome.OwnershipChanged _ -> throw new AssertionError("no outcome of genesis");
      case LedgerOutcome.Changed(Ledger first, ContractEvent event) -> {
        JsonNode receipt = mine(deployer, Optional.empty(), creation);
        assertEquals(List.of(event), events(receipt));
        follow(first, receipt.path("contractAddress").asText(), stepCount);
        yield true;
      }
    };
  }

  private void follow(Ledger first, String contract, int stepCount) {
    Ledger ledger = first;
    compareView(ledger, contract);
    for (int i = 0; i < stepCount; i++) {
      Ledger next = step(ledger, contract);
      // What is refused was tried without a transaction, so there is no other view to compare.
      if (next != ledger) {
        compareView(next, contract);
        checkState(next.view());
      }
      ledger = next;
    }
  }

  private Ledger step(Ledger ledger, String contract) {
    ContractCall call = calls.call(ledger);
    OperatorId caller = calls.caller(ledger, call);
    now += calls.seconds();
    Bytes calldata = ContractAbi.encode(call);
    return switch (ledger.apply(caller, call, now)) {
      case LedgerOutcome.Refused(var refusal) -> {
        Answer answer = chain.call(Optional.of(caller.toString()), Optional.of(contract), calldata);
        assertTrue(answer.isRevert(), () -> call + ": the ledger refuses it: " + refusal);
        assertEquals(Optional.of(refusal), RefusalAbi.decode(answer.data()), call::toString);
        refusedCount++;
        yield ledger;
      }
      case LedgerOutcome.Changed(Ledger next, ContractEvent event) -> {
        JsonNode receipt = mine(caller.toString(), Optional.of(contract), calldata);
        assertEquals(List.of(event), events(receipt), call::toString);
        checkChange(ledger.view(), next.view(), call);
        acceptedCount++;
        yield next;
      }
      case LedgerOutcome.OwnershipChanged(Ledger next, OwnershipChange change) -> {
        JsonNode receipt = mine(caller.toString(), Optional.of(contract), calldata);
        assertEquals(topics(change), logs(receipt).getFirst().topics(), call::toString);
        assertEquals(1, receipt.path("logs").size(), call::toString);
        acceptedCount++;
        yield next;
      }
    };
  }

  private JsonNode mine(String from, Optional<String> to, Bytes data) {
    String hash = chain.send(from, to, data);
    chain.mineAt(now);
    JsonNode receipt = chain.receipt(hash);
    assertEquals("0x1", receipt.path("status").asText(), "the ledger accepts it");
    return receipt;
  }

  private void compareView(Ledger ledger, String contract) {
    Answer answer = chain.call(contract, ContractAbi.getView());
    assertEquals(ledger.view(), ContractAbi.decodeView(answer.data()));
  }

  /** What holds after every call. */
  private static void checkState(ContractView view) {
    SlotMask occupied = SlotMask.EMPTY;
    for (int slot = 0; slot < view.operatorSlots().size(); slot++) {
      occupied = view.operatorSlots().get(slot).isPresent() ? occupied.with(slot) : occupied;
    }
    boolean isRunning = view.migration().isRunning();
    int newest = (int) Long.remainderUnsigned(view.keyspaceVersion(), 2);
    SlotMask target = view.keyspaces().get(newest).operators();
    assertTrue(occupied.count() >= view.settings().minOperators(), "enough operators");
    assertTrue(target.isSubsetOf(occupied), "the newest keyspace names operators only");
    assertTrue(view.migration().pulling().isSubsetOf(target), "only members of it pull");
    if (isRunning) {
      SlotMask before = view.keyspaces().get(1 - newest).operators();
      assertTrue(before.isSubsetOf(occupied), "the keyspace that serves names operators only");
    }
  }

  /** What holds between a view and the next. */
  private static void checkChange(ContractView before, ContractView after, ContractCall call) {
    assertEquals(before.version().add(BigInteger.ONE), after.version());
    long step =
        switch (call) {
          case ContractCall.StartMigration start -> {
            assertTrue(
                start.newKeyspace().operators().count() >= before.settings().minOperators(),
                "no keyspace below the minimum");
            assertTrue(before.maintenance().isEmpty(), "no migration starts in maintenance");
            yield 1;
          }
          case ContractCall.AbortMigration _ -> -1;
          case ContractCall.SetMaintenance maintenance -> {
            assertTrue(
                !maintenance.inMaintenance() || before.maintenance().isEmpty(),
                "never two maintenances");
            yield 0;
          }
          case ContractCall.CompleteMigration _,
              ContractCall.AddNodeOperator _,
              ContractCall.UpdateNodeOperatorData _,
              ContractCall.RemoveNodeOperator _,
              ContractCall.UpdateSettings _,
              ContractCall.TransferOwnership _,
              ContractCall.AcceptOwnership _,
              ContractCall.RenounceOwnership _ ->
              0;
        };
    assertEquals(before.keyspaceVersion() + step, after.keyspaceVersion());
    for (Optional<OperatorEntry> slot : after.operatorSlots()) {
      slot.ifPresent(entry -> assertTrue(!entry.data().isEmpty(), "every operator has data"));
    }
  }

  private static List<Bytes> topics(OwnershipChange change) {
    Bytes name =
        switch (change) {
          case OwnershipChange.TransferStarted _ -> TRANSFER_STARTED;
          case OwnershipChange.Transferred _ -> TRANSFERRED;
        };
    return List.of(
        name,
        AbiValue.address(change.previousOwner()).encode(),
        AbiValue.address(change.newOwner()).encode());
  }

  private List<ContractEvent> events(JsonNode receipt) {
    return logs(receipt).stream().map(EventAbi::decode).flatMap(Optional::stream).toList();
  }

  private List<ChainLog> logs(JsonNode receipt) {
    List<ChainLog> logs = new ArrayList<>();
    for (JsonNode log : receipt.path("logs")) {
      List<Bytes> topics = new ArrayList<>();
      log.path("topics").forEach(topic -> topics.add(TestChain.bytes(topic)));
      logs.add(
          new ChainLog(
              topics, TestChain.bytes(log.path("data")), new Block(0, Bytes.empty(), now)));
    }
    return logs;
  }
}
