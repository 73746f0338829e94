package network.wcn.adapter.ledger;

import static network.wcn.adapter.ledger.LedgerFixture.account;
import static network.wcn.adapter.ledger.LedgerFixture.genesis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import network.wcn.wire.MalformedMessage;
import org.junit.jupiter.api.Test;

class JsonFormsTest {
  private static final BigInteger HUGE_VERSION = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
  private static final KeyspaceSpec KEYSPACE = new KeyspaceSpec(SlotMask.of(List.of(0, 255)), 255);
  private static final OperatorEntry OPERATOR =
      new OperatorEntry(account(1), Bytes.fromHex("00ff"));
  private static final ContractSettings SETTINGS =
      new ContractSettings(65_535, 255, Bytes.fromHex("01"));

  private static final List<ContractCall> CALLS =
      List.of(
          new ContractCall.StartMigration(KEYSPACE),
          new ContractCall.CompleteMigration(-1),
          new ContractCall.AbortMigration(Long.MIN_VALUE),
          new ContractCall.AddNodeOperator(OPERATOR),
          new ContractCall.UpdateNodeOperatorData(account(2), Bytes.empty()),
          new ContractCall.RemoveNodeOperator(OperatorId.ZERO),
          new ContractCall.SetMaintenance(true),
          new ContractCall.UpdateSettings(SETTINGS),
          new ContractCall.TransferOwnership(account(3)),
          new ContractCall.AcceptOwnership(),
          new ContractCall.RenounceOwnership());

  private static final List<ContractEvent> EVENTS =
      List.of(
          new ContractEvent.Initialized(List.of(OPERATOR), SETTINGS, BigInteger.ONE),
          new ContractEvent.MigrationStarted(-1, KEYSPACE, -2, 3, HUGE_VERSION),
          new ContractEvent.MigrationDataPullCompleted(1, account(1), BigInteger.TEN),
          new ContractEvent.MigrationCompleted(1, account(1), BigInteger.TEN),
          new ContractEvent.MigrationAborted(1, 2, BigInteger.TEN),
          new ContractEvent.NodeOperatorAdded(255, OPERATOR, BigInteger.TEN),
          new ContractEvent.NodeOperatorUpdated(0, OPERATOR, BigInteger.TEN),
          new ContractEvent.NodeOperatorRemoved(7, OperatorId.ZERO, BigInteger.TEN),
          new ContractEvent.MaintenanceToggled(account(1), false, BigInteger.TEN),
          new ContractEvent.SettingsUpdated(SETTINGS, account(1), BigInteger.TEN));

  @Test
  void everyCallIsReadAsItWasWritten() {
    for (ContractCall call : CALLS) {
      assertEquals(call, JsonFields.parse(CallJson.write(call).toString(), CallJson::read));
    }
  }

  @Test
  void everyEventIsReadAsItWasWritten() {
    for (ContractEvent event : EVENTS) {
      assertEquals(event, JsonFields.parse(EventJson.write(event).toString(), EventJson::read));
    }
  }

  @Test
  void everyRefusalIsReadAsItWasWritten() {
    List<ContractRefusal> refusals = new ArrayList<>();
    for (ContractRefusal.Reason reason : ContractRefusal.Reason.values()) {
      refusals.add(ContractRefusal.of(reason));
    }
    refusals.add(new ContractRefusal.OwnableUnauthorizedAccount(account(1)));
    refusals.add(new ContractRefusal.OwnableInvalidOwner(OperatorId.ZERO));
    for (ContractRefusal refusal : refusals) {
      assertEquals(
          refusal, JsonFields.parse(CallJson.write(refusal).toString(), CallJson::readRefusal));
    }
  }

  @Test
  void everyViewIsReadAsItWasWritten() {
    List<Optional<OperatorEntry>> slots =
        List.of(
            Optional.of(OPERATOR),
            Optional.empty(),
            Optional.of(new OperatorEntry(OperatorId.ZERO, Bytes.fromHex("03"))));
    for (Optional<OperatorId> maintenance :
        List.of(Optional.<OperatorId>empty(), Optional.of(account(4)))) {
      ContractView view =
          new ContractView(
              account(0),
              SETTINGS,
              HUGE_VERSION,
              -1,
              slots,
              List.of(KEYSPACE, new KeyspaceSpec(SlotMask.EMPTY, 0)),
              new ContractMigration(-1, -2, 0, SlotMask.of(List.of(1, 2))),
              maintenance);

      assertEquals(view, JsonFields.parse(ViewJson.write(view).toString(), ViewJson::read));
    }
  }

  @Test
  void everyJournalEntryIsReadAsItWasWritten() {
    List<JournalEntry> entries =
        List.of(
            new JournalEntry.Deployed(account(9), 7, genesis()),
            new JournalEntry.Made(8, new SignedCall("{\"x\":\"\\u0000\n\"}", Bytes.fromHex("01"))));
    for (JournalEntry entry : entries) {
      assertEquals(entry, JournalEntry.parse(entry.toJson()));
      assertEquals(-1, entry.toJson().indexOf('\n'));
    }
  }

  @Test
  void valuesOutsideTheirRangeAreMalformed() {
    for (String call :
        List.of(
            "{\"function\":\"abortMigration\",\"id\":\"18446744073709551616\"}",
            "{\"function\":\"abortMigration\",\"id\":7}",
            "{\"function\":\"abortMigration\",\"id\":\"-1\"}",
            "{\"function\":\"setMaintenance\",\"active\":\"true\"}",
            "{\"function\":\"removeNodeOperator\",\"address\":\"0x00\"}",
            "{\"function\":\"startMigration\",\"newKeyspace\":"
                + "{\"operators\":\"1\",\"replicationStrategy\":256}}",
            "{\"function\":\"upgradeToAndCall\"}",
            "{\"function\":\"acceptOwnership\"} {}")) {
      assertThrows(MalformedMessage.class, () -> JsonFields.parse(call, CallJson::read), call);
    }
  }

  @Test
  void noTextCrashesAReader() {
    long seed = 20_261_120L;
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    CALLS.forEach(call -> texts.add(CallJson.write(call).toString()));
    EVENTS.forEach(event -> texts.add(EventJson.write(event).toString()));
    texts.add(new JournalEntry.Deployed(account(9), 7, genesis()).toJson());
    for (int i = 0; i < 20_000; i++) {
      String mutated = mutate(texts.get(random.nextInt(texts.size())), random);
      for (var reading :
          List.<Consumer<String>>of(
              text -> JsonFields.parse(text, CallJson::read),
              text -> JsonFields.parse(text, EventJson::read),
              text -> JsonFields.parse(text, ViewJson::read),
              JournalEntry::parse,
              text -> new SignedCall(text, Bytes.empty()).content(),
              text -> JournalLine.read(0, Bytes.utf8(text)))) {
        try {
          reading.accept(mutated);
        } catch (MalformedMessage _) {
          // The one documented answer to what is no message.
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed + ", text " + mutated, e);
        }
      }
    }
  }

  @Test
  void deepNestingIsMalformed() {
    String deep = "[".repeat(100_000);

    assertThrows(MalformedMessage.class, () -> JsonFields.parse(deep, fields -> fields.text("x")));
  }

  private static String mutate(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int changeCount = 1 + random.nextInt(4);
    for (int i = 0; i < changeCount; i++) {
      bytes[random.nextInt(bytes.length)] =
          (byte)
              (random.nextBoolean()
                  ? random.nextInt(256)
                  : "{}[]\",:0x9".charAt(random.nextInt(10)));
    }
    int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
