package network.wcn.adapter.ledger;

import static network.wcn.adapter.ledger.LedgerFixture.account;
import static network.wcn.adapter.ledger.LedgerFixture.change;
import static network.wcn.adapter.ledger.LedgerFixture.connect;
import static network.wcn.adapter.ledger.LedgerFixture.genesis;
import static network.wcn.adapter.ledger.LedgerFixture.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.SlotMask;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ContractRefused;
import network.wcn.tck.cluster.HeardEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerServiceTest {
  @TempDir Path directory = Path.of("");

  @Test
  void restartKeepsViewAddressAndNonces() {
    ContractView before;
    LedgerService first = start(0);
    try (LedgerContract owner = connect(first, 0);
        LedgerContract operator = connect(first, 2)) {
      owner.submit(
          new ContractCall.StartMigration(new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2)), 0)));
      operator.submit(new ContractCall.CompleteMigration(1));
      owner.submit(new ContractCall.TransferOwnership(account(7)));
      before = owner.view();
    }
    first.close();

    try (LedgerService second = start(0);
        LedgerContract newOwner = connect(second, 7);
        LedgerContract operator = connect(second, 2)) {
      assertEquals(before, second.view());
      assertEquals(first.contract(), second.contract());
      newOwner.submit(new ContractCall.AcceptOwnership());
      operator.submit(new ContractCall.SetMaintenance(true));
      assertEquals(account(7), newOwner.view().owner());
      assertEquals(before.version().add(BigInteger.ONE), second.view().version());
    }
  }

  @Test
  void existingJournalWinsOverGenesis() {
    start(0).close();
    Genesis other = new Genesis(account(9), new ContractSettings(1, 0, Bytes.empty()), List.of());

    try (LedgerService service = LedgerService.start(0, journal(), other)) {
      assertEquals(account(0), service.view().owner());
    }
  }

  @Test
  void clientAndItsSubscriptionOutliveARestart() {
    LedgerService first = start(0);
    HeardEvents heard = new HeardEvents();
    LedgerContract owner = connect(first, 0);
    owner.subscribe(heard);
    owner.submit(change(1));
    assertEquals(BigInteger.TWO, heard.next().version());
    int port = first.port();
    first.close();

    try (LedgerService second = start(port)) {
      owner.submit(change(2));

      assertEquals(BigInteger.valueOf(3), heard.next().version());
      assertEquals(second.view(), owner.view());
    }
    owner.close();
  }

  @Test
  void tornEndIsForgottenAndTheRestServed() throws IOException {
    ContractView before;
    try (LedgerService service = start(0);
        LedgerContract owner = connect(service, 0)) {
      owner.submit(change(1));
      before = service.view();
      owner.submit(change(2));
    }
    try (FileChannel file = FileChannel.open(journal(), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 7);
    }

    try (LedgerService service = start(0);
        LedgerContract owner = connect(service, 0)) {
      assertEquals(before, service.view());
      owner.submit(change(3));
      assertEquals(BigInteger.valueOf(3), service.view().version());
    }
  }

  @Test
  void damagedMiddleIsRefused() throws IOException {
    try (LedgerService service = start(0);
        LedgerContract owner = connect(service, 0)) {
      owner.submit(change(1));
      owner.submit(change(2));
    }
    String content = Files.readString(journal());
    Files.writeString(
        journal(), content.replaceFirst("\\\\\"nonce\\\\\":\\\\\"0", "\\\\\"nonce\\\\\":\\\\\"5"));
    assertNotEquals(content, Files.readString(journal()));

    JournalFault fault = assertThrows(JournalFault.class, () -> start(0));

    assertTrue(String.valueOf(fault.getMessage()).contains("damaged in line 2"));
  }

  @Test
  void secondServiceOnOneJournalIsRefused() {
    try (LedgerService _ = start(0)) {
      JournalFault fault = assertThrows(JournalFault.class, () -> start(0));

      assertTrue(String.valueOf(fault.getMessage()).contains("in use by another"));
    }
    start(0).close();
  }

  @Test
  void takenPortIsNamedAndLeavesTheJournalFree() {
    try (LedgerService first = start(0)) {
      assertThrows(
          UncheckedIOException.class,
          () -> LedgerService.start(first.port(), directory.resolve("other"), genesis()));
    }
    LedgerService.start(0, directory.resolve("other"), genesis()).close();
  }

  @Test
  void refusedGenesisLeavesNothingBehind() {
    Genesis tooFew = new Genesis(account(0), new ContractSettings(1, 1, Bytes.empty()), List.of());

    assertThrows(ContractRefused.class, () -> LedgerService.start(0, journal(), tooFew));

    start(0).close();
  }

  @Test
  void callSentTwiceCountsOnce() throws IOException {
    try (LedgerService service = start(0)) {
      LedgerLink link = link(service);
      SignedCall call = SignedCall.sign(key(0), service.contract(), 0, change(1));

      assertEquals(LedgerHttp.OK, link.post("/v1/calls", call).status());
      assertEquals(LedgerHttp.OK, link.post("/v1/calls", call).status());

      assertEquals(BigInteger.TWO, service.view().version());
    }
  }

  @Test
  void callSentAgainAfterARestartCountsOnce() throws IOException {
    SignedCall call;
    try (LedgerService service = start(0)) {
      call = SignedCall.sign(key(0), service.contract(), 0, change(1));
      link(service).post("/v1/calls", call);
    }
    try (LedgerService service = start(0)) {
      assertEquals(LedgerHttp.OK, link(service).post("/v1/calls", call).status());
      assertEquals(BigInteger.TWO, service.view().version());
    }
  }

  @Test
  void oldCallIsNotTakenAgain() throws IOException {
    try (LedgerService service = start(0)) {
      LedgerLink link = link(service);
      SignedCall old = SignedCall.sign(key(0), service.contract(), 0, change(1));
      link.post("/v1/calls", old);
      link.post("/v1/calls", SignedCall.sign(key(0), service.contract(), 1, change(2)));

      LedgerLink.Answer answer = link.post("/v1/calls", old);

      assertEquals(LedgerHttp.WRONG_NONCE, answer.status());
      assertEquals(2, answer.body().u64("nonce"));
    }
  }

  @Test
  void callSignedByAnotherIsForged() throws IOException {
    try (LedgerService service = start(0)) {
      SignedCall mine = SignedCall.sign(key(8), service.contract(), 0, change(1));
      String pretended = mine.text().replace(account(8).toString(), account(0).toString());
      SignedCall forged = new SignedCall(pretended, mine.signature());

      assertEquals(LedgerHttp.FORBIDDEN, link(service).post("/v1/calls", forged).status());
      assertEquals(BigInteger.ONE, service.view().version());
    }
  }

  @Test
  void callForAnotherContractIsRefused() throws IOException {
    try (LedgerService service = start(0)) {
      SignedCall foreign = SignedCall.sign(key(0), account(3), 0, change(1));

      assertEquals(LedgerHttp.BAD_REQUEST, link(service).post("/v1/calls", foreign).status());
      assertEquals(BigInteger.ONE, service.view().version());
    }
  }

  @Test
  void nonsenseIsAnsweredNotObeyed() throws IOException {
    try (LedgerService service = start(0)) {
      LedgerLink link = link(service);
      Bytes signature = key(0).sign(Bytes.empty());

      for (String text : List.of("", "{}", "[]", "null", "{\"contract\":7}", "{\"a\":1,\"a\":1}")) {
        SignedCall call = new SignedCall(text, signature);
        assertEquals(LedgerHttp.BAD_REQUEST, link.post("/v1/calls", call).status(), text);
      }
      for (String path :
          List.of("/v1/events", "/v1/events?after=-1&waitMillis=0", "/v1/accounts/0x12")) {
        assertEquals(LedgerHttp.BAD_REQUEST, link.get(path, 0).status(), path);
      }
      assertEquals(LedgerHttp.NOT_FOUND, link.get("/v1/nothing", 0).status());
      SignedCall large = new SignedCall("x".repeat((1 << 20) + 1), signature);
      assertEquals(LedgerHttp.TOO_LARGE, link.post("/v1/calls", large).status());
    }
  }

  @Test
  void twoProcessesWithOneKeyLoseNoCall() throws Exception {
    try (LedgerService service = start(0);
        LedgerContract one = connect(service, 0);
        LedgerContract two = connect(service, 0);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          IntStream.range(0, 20)
              .mapToObj(number ->
                  threads.submit(() -> (number % 2 == 0 ? one : two).submit(change(number))))
              .toList();
      for (var result : results) {
        result.get();
      }

      assertEquals(BigInteger.valueOf(21), service.view().version());
    }
  }

  @Test
  void anotherContractAtTheUrlIsAFault() {
    try (LedgerService service = start(0);
        LedgerContract wrong =
            LedgerContract.connect(service.providerUrl(), account(5), Optional.empty())) {
      ChainFault fault = assertThrows(ChainFault.class, wrong::view);

      assertTrue(
          String.valueOf(fault.getMessage()).contains("expected " + account(5)),
          fault.getMessage());
    }
  }

  @Test
  void lateComerHearsAtLeastTheNewestChange() throws InterruptedException {
    int callCount = LedgerBook.KEPT_EVENTS + 5;
    try (LedgerBook book = new LedgerBook(journal(), genesis(), () -> 1_700_000_000_000_000L)) {
      for (int i = 0; i < callCount; i++) {
        book.submit(SignedCall.sign(key(0), book.contract(), i, change(i)));
      }

      LedgerBook.Changes changes = book.awaitChanges(BigInteger.ONE, 0);

      assertEquals(LedgerBook.KEPT_EVENTS, changes.events().size());
      assertEquals(changes.version(), changes.events().getLast().version());
      assertEquals(BigInteger.valueOf(1 + callCount), changes.version());
    }
  }

  @Test
  void onlyPlainLedgerUrlsAreTaken() {
    for (String url :
        List.of(
            "http://127.0.0.1:80",
            "ws://127.0.0.1:80",
            "ledger+http://127.0.0.1",
            "ledger+http://127.0.0.1:80/path",
            "ledger+http://user@127.0.0.1:80",
            "ledger+http://127.0.0.1:80?q=1",
            "ledger+http:opaque")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> LedgerContract.connect(URI.create(url), account(0), Optional.empty()),
              url);
      assertTrue(String.valueOf(refused.getMessage()).contains(url), url);
    }
    LedgerContract.connect(URI.create("LEDGER+HTTP://localhost:80/"), account(0), Optional.empty())
        .close();
  }

  private LedgerService start(int port) {
    return LedgerService.start(port, journal(), genesis());
  }

  private Path journal() {
    return directory.resolve("journal");
  }

  private static LedgerLink link(LedgerService service) {
    return new LedgerLink(URI.create("http://127.0.0.1:" + service.port()), service.contract());
  }
}
