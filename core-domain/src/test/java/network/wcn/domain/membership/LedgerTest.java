package network.wcn.domain.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractRefusal.Reason;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final OperatorId OWNER = account(0);
  private static final long NOW = 1_700_000_000L;

  @Test
  void earlierStateStaysAsItWas() {
    Ledger before = deployed(5);

    Ledger after = accepted(before, OWNER, new ContractCall.AddNodeOperator(operator(6)));

    assertEquals(5, before.view().operatorSlots().size());
    assertEquals(6, after.view().operatorSlots().size());
    assertEquals(BigInteger.TWO, after.view().version());
  }

  @Test
  void zeroAddressTakesBackANamedOwner() {
    Ledger named = accepted(deployed(5), OWNER, new ContractCall.TransferOwnership(account(9)));

    Ledger takenBack = accepted(named, OWNER, new ContractCall.TransferOwnership(OperatorId.ZERO));

    assertEquals(
        new ContractRefusal.OwnableUnauthorizedAccount(account(9)),
        refusal(takenBack, account(9), new ContractCall.AcceptOwnership()));
    assertEquals(OWNER, takenBack.view().owner());
  }

  @Test
  void renouncingForgetsTheNamedOwner() {
    Ledger named = accepted(deployed(5), OWNER, new ContractCall.TransferOwnership(account(9)));

    Ledger renounced = accepted(named, OWNER, new ContractCall.RenounceOwnership());

    assertEquals(OperatorId.ZERO, renounced.view().owner());
    assertEquals(
        new ContractRefusal.OwnableUnauthorizedAccount(account(9)),
        refusal(renounced, account(9), new ContractCall.AcceptOwnership()));
  }

  @Test
  void migrationEndsWithItsLastPuller() {
    Ledger ledger =
        accepted(
            deployed(5),
            OWNER,
            new ContractCall.StartMigration(new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2)), 0)));
    ledger = accepted(ledger, account(1), new ContractCall.CompleteMigration(1));
    ledger = accepted(ledger, account(2), new ContractCall.CompleteMigration(1));
    assertTrue(ledger.view().migration().isRunning());

    LedgerOutcome last = ledger.apply(account(3), new ContractCall.CompleteMigration(1), NOW);

    LedgerOutcome.Changed changed = assertInstanceOf(LedgerOutcome.Changed.class, last);
    assertInstanceOf(ContractEvent.MigrationCompleted.class, changed.event());
    assertFalse(changed.next().view().migration().isRunning());
  }

  @Test
  void abortedKeyspaceVersionIsUsedAgain() {
    KeyspaceSpec target = new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2)), 0);
    Ledger ledger = accepted(deployed(5), OWNER, new ContractCall.StartMigration(target));

    ledger = accepted(ledger, OWNER, new ContractCall.AbortMigration(1));
    assertEquals(0, ledger.view().keyspaceVersion());
    assertEquals(target, ledger.view().keyspaces().get(1));
    ledger = accepted(ledger, OWNER, new ContractCall.StartMigration(target));

    assertEquals(1, ledger.view().keyspaceVersion());
    assertEquals(2, ledger.view().migration().id());
  }

  @Test
  void slot255IsUsable() {
    Ledger ledger = deployed(255);

    Ledger full = accepted(ledger, OWNER, new ContractCall.AddNodeOperator(operator(1000)));

    assertEquals(255, full.slotOf(account(1000)));
    assertEquals(256, full.view().operatorSlots().size());
    assertEquals(
        ContractRefusal.of(Reason.TOO_MANY_OPERATORS),
        refusal(full, OWNER, new ContractCall.AddNodeOperator(operator(1001))));
  }

  @Test
  void aLedgerMadeOfAViewAnswersLikeTheOneThatShowsIt() {
    Ledger ledger = deployed(5);
    for (ContractCall call :
        List.of(
            new ContractCall.AddNodeOperator(operator(6)),
            new ContractCall.AddNodeOperator(operator(7)),
            new ContractCall.RemoveNodeOperator(account(6)))) {
      ledger = accepted(ledger, OWNER, call);
    }
    Ledger shown = Ledger.showing(ledger.view());
    assertEquals(ledger.view(), shown.view());
    for (ContractCall call :
        List.of(
            new ContractCall.AddNodeOperator(operator(6)),
            new ContractCall.AddNodeOperator(operator(7)),
            new ContractCall.RemoveNodeOperator(account(3)),
            new ContractCall.SetMaintenance(true),
            new ContractCall.CompleteMigration(1))) {
      LedgerOutcome expected = ledger.apply(OWNER, call, NOW);
      LedgerOutcome actual = shown.apply(OWNER, call, NOW);
      if (expected instanceof LedgerOutcome.Changed changed) {
        assertEquals(
            changed.event(), assertInstanceOf(LedgerOutcome.Changed.class, actual).event());
      } else {
        assertEquals(expected, actual);
      }
    }
  }

  private static Ledger deployed(int operatorCount) {
    List<OperatorEntry> operators =
        IntStream.rangeClosed(1, operatorCount).mapToObj(LedgerTest::operator).toList();
    LedgerOutcome outcome =
        Ledger.initialize(
            new Genesis(OWNER, new ContractSettings(64, 3, Bytes.empty()), operators));
    return assertInstanceOf(LedgerOutcome.Changed.class, outcome).next();
  }

  private static Ledger accepted(Ledger ledger, OperatorId caller, ContractCall call) {
    return switch (ledger.apply(caller, call, NOW)) {
      case LedgerOutcome.Changed changed -> changed.next();
      case LedgerOutcome.OwnershipChanged changed -> changed.next();
      case LedgerOutcome.Refused refused -> throw new AssertionError(refused);
    };
  }

  private static ContractRefusal refusal(Ledger ledger, OperatorId caller, ContractCall call) {
    return assertInstanceOf(LedgerOutcome.Refused.class, ledger.apply(caller, call, NOW)).refusal();
  }

  private static OperatorEntry operator(int number) {
    return new OperatorEntry(account(number), Bytes.of((byte) 1));
  }

  private static OperatorId account(int number) {
    return OperatorId.parse(String.format("0x%040x", 0x1000 + number));
  }
}
