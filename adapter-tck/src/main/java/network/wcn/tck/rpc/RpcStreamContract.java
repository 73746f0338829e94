package network.wcn.tck.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import org.junit.jupiter.api.Test;

/** The contract of calls with many frames. */
public abstract class RpcStreamContract extends RpcContractFixture {
  private static final int FRAME_BYTES = 100_000;
  private static final int FRAME_COUNT = 600;

  @Test
  void framesTravelBothWaysInOrder() {
    TestService echo = TestService.database().streaming(RpcStreamContract::echo);
    RpcLink link = openLink(serve(echo).port());

    try (FrameStream frames = link.open(StorageMethod.READ_DATA, in(LONG))) {
      for (int i = 0; i < 100; i++) {
        frames.send(Bytes.utf8("frame " + i));
      }
      frames.finish();

      for (int i = 0; i < 100; i++) {
        assertEquals(Optional.of(Bytes.utf8("frame " + i)), frames.receive());
      }
      assertEquals(Optional.empty(), frames.receive());
      assertEquals(Optional.empty(), frames.receive());
    }
  }

  @Test
  void aServerMaySpeakBeforeItIsSpokenTo() {
    TestService talker =
        TestService.database()
            .streaming(stream -> {
              stream.frames().send(Bytes.utf8("welcome " + stream.peer()));
              stream.frames().finish();
            });
    RpcLink link = openLink(serve(talker).port());

    try (FrameStream frames = link.open(StorageMethod.READ_DATA, in(LONG))) {
      assertEquals(Optional.of(Bytes.utf8("welcome " + CLIENT_KEY.peerId())), frames.receive());
      assertEquals(Optional.empty(), frames.receive());
    }
  }

  @Test
  void aServerNoticesWithoutSpeakingThatNobodyListensAnyMore() {
    CompletableFuture<Boolean> couldSendAtFirst = new CompletableFuture<>();
    CompletableFuture<Boolean> canSendAtLast = new CompletableFuture<>();
    TestService patient =
        TestService.database()
            .streaming(stream -> {
              couldSendAtFirst.complete(stream.frames().canSend());
              while (stream.frames().canSend()) {
                LockSupport.parkNanos(1_000_000);
              }
              canSendAtLast.complete(stream.frames().canSend());
            });
    RpcLink link = openLink(serve(patient).port());

    FrameStream frames = link.open(StorageMethod.READ_DATA, in(LONG));
    frames.finish();
    assertFalse(frames.canSend());
    assertTrue(couldSendAtFirst.join());
    link.close();

    assertFalse(canSendAtLast.join());
  }

  @Test
  void aFrameMayHaveEightMebibytesAndNoMore() {
    TestService echo = TestService.database().streaming(RpcStreamContract::echo);
    RpcLink link = openLink(serve(echo).port());
    Bytes largest = pattern(8 * 1024 * 1024);

    try (FrameStream frames = link.open(StorageMethod.WRITE_DATA, in(LONG))) {
      LinkFault fault =
          assertThrows(LinkFault.class, () -> frames.send(largest.concat(Bytes.utf8("x"))));
      assertEquals(LinkFault.Kind.CODEC, fault.kind());
      frames.send(largest);
      frames.finish();

      assertEquals(Optional.of(largest), frames.receive());
    }
  }

  @Test
  void aSlowReaderHoldsTheWriterBack() throws InterruptedException {
    CompletableFuture<Boolean> mayRead = new CompletableFuture<>();
    AtomicInteger received = new AtomicInteger();
    TestService slow =
        TestService.database()
            .streaming(stream -> {
              mayRead.join();
              while (stream.frames().receive().isPresent()) {
                received.incrementAndGet();
              }
              stream.frames().send(Bytes.utf8("all read"));
              stream.frames().finish();
            });
    RpcLink link = openLink(serve(slow).port());

    try (FrameStream frames = link.open(StorageMethod.WRITE_DATA, in(LONG))) {
      AtomicInteger sent = new AtomicInteger();
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < FRAME_COUNT; i++) {
                  frames.send(pattern(FRAME_BYTES));
                  sent.incrementAndGet();
                }
                frames.finish();
              });
      awaitWaiting(writer, sent);

      assertTrue(sent.get() < FRAME_COUNT, "sent " + sent + " frames that nobody reads");
      assertEquals(0, received.get());
      mayRead.complete(true);
      assertEquals(Optional.of(Bytes.utf8("all read")), frames.receive());
      writer.join();
      assertEquals(FRAME_COUNT, received.get());
    }
  }

  @Test
  void callsGoOnBesideAStreamThatNobodyReads() throws InterruptedException {
    CompletableFuture<Boolean> mayEnd = new CompletableFuture<>();
    TestService database = TestService.database().streaming(_ -> mayEnd.join());
    RpcLink link = openLink(serve(database).port());

    FrameStream frames = link.open(StorageMethod.WRITE_DATA, in(LONG));
    AtomicInteger sent = new AtomicInteger();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  frames.send(pattern(FRAME_BYTES));
                  sent.incrementAndGet();
                }
              } catch (LinkFault _) {
                sent.incrementAndGet();
              }
            });
    awaitWaiting(writer, sent);

    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
    frames.close();
    writer.join();
    mayEnd.complete(true);
  }

  @Test
  void aStreamThatIsBrokenOffBreaksAtTheOtherEnd() {
    CompletableFuture<LinkFault> atServer = new CompletableFuture<>();
    TestService reader =
        TestService.database()
            .streaming(stream -> {
              try {
                while (stream.frames().receive().isPresent()) {
                  stream.frames().send(Bytes.utf8("got it"));
                }
              } catch (LinkFault fault) {
                atServer.complete(fault);
              }
            });
    RpcLink link = openLink(serve(reader).port());
    FrameStream frames = link.open(StorageMethod.WRITE_DATA, in(LONG));
    frames.send(Bytes.utf8("first"));
    assertEquals(Optional.of(Bytes.utf8("got it")), frames.receive());

    frames.close();
    frames.close();

    assertTrue(atServer.join().getMessage() != null);
    assertThrows(LinkFault.class, () -> frames.send(Bytes.utf8("second")));
    assertThrows(LinkFault.class, frames::receive);
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
  }

  @Test
  void aServiceThatLeavesBreaksTheClientsEnd() {
    TestService leaver =
        TestService.database().streaming(stream -> stream.frames().send(Bytes.utf8("bye")));
    RpcLink link = openLink(serve(leaver).port());

    try (FrameStream frames = link.open(StorageMethod.READ_DATA, in(LONG))) {
      assertThrows(
          LinkFault.class,
          () -> {
            while (frames.receive().isPresent()) {
              frames.send(Bytes.utf8("still there?"));
            }
          });
    }
  }

  @Test
  void aLostConnectionBreaksItsStreams() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(2);
    CompletableFuture<LinkFault> atServer = new CompletableFuture<>();
    TestService reader =
        TestService.database()
            .streaming(stream -> {
              arrived.countDown();
              try {
                while (stream.frames().receive().isPresent()) {
                  // The caller never ends its side.
                }
              } catch (LinkFault fault) {
                atServer.complete(fault);
              }
            });
    RpcServer server = serve(reader);
    RpcLink link = openLink(server.port());
    FrameStream frames = link.open(StorageMethod.WRITE_DATA, in(LONG));
    frames.send(Bytes.empty());
    FrameStream second = link.open(StorageMethod.WRITE_DATA, in(LONG));
    // A stream that arrives while the server closes is refused, which is no break.
    arrived.await();

    server.close();

    assertThrows(LinkFault.class, second::receive);
    assertThrows(LinkFault.class, frames::receive);
    assertNotNull(atServer.join());
  }

  @Test
  void aLinkThatIsNotOpenOpensNoStream() {
    RpcServer server = serve(TestService.database());
    RpcLink link = openLink(server.port());
    link.close();

    assertThrows(LinkFault.class, () -> link.open(StorageMethod.READ_DATA, in(SHORT)));
  }

  private static void echo(InboundStream stream) {
    for (Optional<Bytes> frame = stream.frames().receive();
        frame.isPresent();
        frame = stream.frames().receive()) {
      stream.frames().send(frame.get());
    }
    stream.frames().finish();
  }

  /** Waits until {@code writer} waits and has sent no more for a thousand looks. */
  private static void awaitWaiting(Thread writer, AtomicInteger sent) {
    int last = -1;
    int quiet = 0;
    while (quiet < 1_000) {
      boolean still = writer.getState() == Thread.State.WAITING && sent.get() == last;
      quiet = still ? quiet + 1 : 0;
      last = sent.get();
      LockSupport.parkNanos(100_000);
    }
  }
}
