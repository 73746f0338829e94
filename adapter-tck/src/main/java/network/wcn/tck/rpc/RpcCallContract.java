package network.wcn.tck.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.MetricsMethod;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.ServerSettings;
import org.junit.jupiter.api.Test;

/** The contract of unary calls. */
public abstract class RpcCallContract extends RpcContractFixture {
  private static final int MAX_FRAME_BYTES = 8 * 1024 * 1024;

  @Test
  void aCallIsAnswered() {
    RpcLink link = openLink(serve(TestService.database()).port());

    assertEquals(Bytes.utf8("hello"), answerTo(link, Bytes.utf8("hello")));
  }

  @Test
  void anEmptyRequestMayHaveAnEmptyAnswer() {
    RpcLink link = openLink(serve(TestService.database()).port());

    assertEquals(Bytes.empty(), answerTo(link, Bytes.empty()));
  }

  @Test
  void theServiceLearnsWhoCallsWhat() {
    AtomicReference<RpcMethod> method = new AtomicReference<>();
    AtomicReference<PeerId> peer = new AtomicReference<>();
    TestService database =
        TestService.database()
            .serving(call -> {
              method.set(call.method());
              peer.set(call.peer());
              call.answer(Bytes.empty());
            });
    RpcLink link = openLink(serve(database).port());

    call(link, StorageMethod.HSCAN, Bytes.utf8("x")).answer();

    assertEquals(StorageMethod.HSCAN, method.get());
    assertEquals(CLIENT_KEY.peerId(), peer.get());
  }

  @Test
  void eachApiOfAServerHasItsOwnService() {
    TestService metrics =
        new TestService(Api.METRICS).serving(call -> call.answer(Bytes.utf8("metrics")));
    RpcServer server = serve(TestService.database(), metrics);
    LinkTarget target = new LinkTarget(SERVER_KEY.peerId(), address(server.port()), Api.METRICS);
    RpcLink link = clientTransport().dial(target, patientLink());
    assertTrue(link.awaitOpen(in(LONG)));

    assertEquals(
        Bytes.utf8("metrics"), call(link, MetricsMethod.GET_METRICS, Bytes.utf8("db")).answer());
    assertEquals(Bytes.utf8("db"), answerTo(openLink(server.port()), Bytes.utf8("db")));
  }

  @Test
  void anAnswerMayComeLaterFromAnotherThread() throws InterruptedException {
    TestService database = TestService.database().keepingCalls();
    RpcLink link = openLink(serve(database).port());
    Heard first = call(link, StorageMethod.GET, Bytes.utf8("first"));
    InboundCall firstCall = database.nextKept();
    Heard second = call(link, StorageMethod.GET, Bytes.utf8("second"));
    InboundCall secondCall = database.nextKept();

    Thread answering =
        Thread.ofVirtual()
            .start(() -> {
              secondCall.answer(Bytes.utf8("to second"));
              firstCall.answer(Bytes.utf8("to first"));
            });
    answering.join();

    assertEquals(Bytes.utf8("to first"), first.answer());
    assertEquals(Bytes.utf8("to second"), second.answer());
  }

  @Test
  void onlyTheFirstAnswerCounts() {
    TestService database =
        TestService.database()
            .serving(call -> {
              call.answer(Bytes.utf8("one"));
              call.answer(Bytes.utf8("two"));
              call.fail();
            });
    RpcLink link = openLink(serve(database).port());

    Heard heard = call(link, StorageMethod.GET, Bytes.empty());

    assertEquals(Bytes.utf8("one"), heard.answer());
    assertEquals(Bytes.utf8("one"), answerTo(link, Bytes.empty()));
    assertEquals(1, heard.times());
  }

  @Test
  void aFailedCallLeavesTheLinkOpen() {
    TestService database =
        TestService.database()
            .serving(call -> {
              if (call.request().isEmpty()) {
                call.fail();
              } else {
                call.answer(call.request());
              }
            });
    RpcLink link = openLink(serve(database).port());

    assertEquals(
        LinkFault.Kind.STREAM_FINISHED,
        call(link, StorageMethod.GET, Bytes.empty()).fault().kind());
    assertTrue(link.isOpen());
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
  }

  @Test
  void aServiceThatThrowsFailsItsCallOnly() {
    TestService database =
        TestService.database()
            .serving(call -> {
              if (call.request().isEmpty()) {
                throw new IllegalStateException("thrown on purpose by a test");
              }
              call.answer(call.request());
            });
    RpcLink link = openLink(serve(database).port());

    assertEquals(
        LinkFault.Kind.STREAM_FINISHED,
        call(link, StorageMethod.GET, Bytes.empty()).fault().kind());
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
  }

  @Test
  void manyCallsAtOnceAreEachAnsweredWithTheirOwn() {
    TestService database = TestService.database().keepingCalls();
    RpcLink link = openLink(serve(database).port());
    List<Heard> heard = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      heard.add(call(link, StorageMethod.GET, Bytes.utf8("call " + i)));
    }
    List<InboundCall> calls = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      calls.add(database.nextKept());
    }

    calls.reversed().forEach(call -> call.answer(call.request()));

    for (int i = 0; i < 1_000; i++) {
      assertEquals(Bytes.utf8("call " + i), heard.get(i).answer());
    }
  }

  @Test
  void eightMebibytesTravelBothWays() {
    RpcLink link = openLink(serve(TestService.database()).port());
    Bytes large = pattern(MAX_FRAME_BYTES);

    assertEquals(large, answerTo(link, large));
  }

  @Test
  void largeAndSmallAnswersMix() {
    TestService database =
        TestService.database()
            .serving(call -> call.answer(pattern(Integer.parseInt(call.request().toUtf8()))));
    RpcLink link = openLink(serve(database).port());
    int[] sizes = {0, 1, 1_000, 65_535, 65_536, 65_537, 300_000, 5_000_000};
    List<Heard> heard = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      heard.add(call(link, StorageMethod.GET, Bytes.utf8(String.valueOf(sizes[i % sizes.length]))));
    }

    for (int i = 0; i < 64; i++) {
      assertEquals(pattern(sizes[i % sizes.length]), heard.get(i).answer());
    }
  }

  @Test
  void aLargerRequestIsRefused() {
    RpcLink link = openLink(serve(TestService.database()).port());

    Heard heard = call(link, StorageMethod.GET, pattern(MAX_FRAME_BYTES + 1));

    assertEquals(LinkFault.Kind.CODEC, heard.fault().kind());
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
  }

  @Test
  void aLargerAnswerFailsTheCall() {
    TestService database =
        TestService.database()
            .serving(call -> call.answer(pattern(MAX_FRAME_BYTES + call.request().size())));
    RpcLink link = openLink(serve(database).port());

    assertEquals(
        LinkFault.Kind.STREAM_FINISHED,
        call(link, StorageMethod.GET, Bytes.utf8("x")).fault().kind());
    assertEquals(pattern(MAX_FRAME_BYTES), answerTo(link, Bytes.empty()));
  }

  @Test
  void aSilentServiceMeansATimeout() {
    TestService database = TestService.database().keepingCalls();
    RpcLink link = openLink(serve(database).port());

    Heard heard = call(link, StorageMethod.GET, Bytes.empty(), SHORT);
    InboundCall served = database.nextKept();
    letTimePass(SHORT);

    assertEquals(LinkFault.Kind.TIMEOUT, heard.fault().kind());
    served.answer(Bytes.utf8("too late"));
    Heard next = call(link, StorageMethod.GET, Bytes.empty());
    database.nextKept().answer(Bytes.utf8("in time"));
    assertEquals(Bytes.utf8("in time"), next.answer());
    assertEquals(1, heard.times());
  }

  @Test
  void aServerEndsWhatTakesLongerThanItsLimit() {
    TestService database = TestService.database().keepingCalls().limiting(SHORT);
    RpcLink link = openLink(serve(database).port());

    Heard heard = call(link, StorageMethod.GET, Bytes.empty());
    InboundCall served = database.nextKept();
    assertTrue(served.deadline().remainingNanos(ticker()) <= SHORT.toNanos());
    letTimePass(SHORT);

    assertEquals(LinkFault.Kind.STREAM_FINISHED, heard.fault().kind());
  }

  @Test
  void callsBeyondTheLinksLimitFailAtOnce() {
    TestService database = TestService.database().keepingCalls();
    RpcServer server = serve(database);
    LinkSettings narrow =
        new LinkSettings(
            Duration.ofSeconds(5), Duration.ofMillis(50), 2, Duration.ofSeconds(5), Priority.LOW);
    RpcLink link = clientTransport().dial(target(server.port()), narrow);
    assertTrue(link.awaitOpen(in(LONG)));
    Heard first = call(link, StorageMethod.GET, Bytes.utf8("1"));
    Heard second = call(link, StorageMethod.GET, Bytes.utf8("2"));

    Heard third = call(link, StorageMethod.GET, Bytes.utf8("3"));

    assertEquals(LinkFault.Kind.TOO_MANY_CALLS, third.fault().kind());
    for (int i = 0; i < 2; i++) {
      InboundCall kept = database.nextKept();
      kept.answer(kept.request());
    }
    assertEquals(Bytes.utf8("1"), first.answer());
    assertEquals(Bytes.utf8("2"), second.answer());
  }

  @Test
  void callsBeyondTheServersLimitHaveNoAnswer() {
    TestService database = TestService.database().keepingCalls();
    ServerSettings roomy = roomyServer(0);
    RpcServer server =
        serverTransport()
            .serve(
                new ServerSettings(
                    "primary", 0, LONG, 10, 10, 10, 2, roomy.idleTimeout(), Priority.HIGH),
                List.of(database));
    RpcLink one = openLink(server.port());
    RpcLink two = openLink(server.port());
    RpcLink other = openLink(server.port());
    Heard first = call(one, StorageMethod.GET, Bytes.utf8("1"));
    Heard second = call(two, StorageMethod.GET, Bytes.utf8("2"));
    InboundCall kept = database.nextKept();
    InboundCall keptToo = database.nextKept();

    Heard third = call(other, StorageMethod.GET, Bytes.utf8("3"));

    assertEquals(LinkFault.Kind.STREAM_FINISHED, third.fault().kind());
    kept.answer(Bytes.empty());
    keptToo.answer(Bytes.empty());
    first.answer();
    second.answer();
    Heard fourth = call(other, StorageMethod.GET, Bytes.utf8("4"));
    database.nextKept().answer(Bytes.utf8("4"));
    assertEquals(Bytes.utf8("4"), fourth.answer());
  }

  @Test
  void anOutcomeMayMakeTheNextCall() {
    RpcLink link = openLink(serve(TestService.database()).port());
    Heard last = new Heard();
    link.call(
        StorageMethod.GET,
        Bytes.utf8("a"),
        in(LONG),
        new CallOutcome() {
          @Override
          public void answered(Bytes response) {
            link.call(StorageMethod.SET, response.concat(Bytes.utf8("b")), in(LONG), last);
          }

          @Override
          public void failed(LinkFault fault) {
            last.failed(fault);
          }
        });

    assertEquals(Bytes.utf8("ab"), last.answer());
  }

  @Test
  void aServiceMayAnswerWithTheAnswerOfAnotherServer() {
    RpcServer inner = serve(TestService.database());
    RpcLink onward = openLink(inner.port());
    TestService outer =
        TestService.database()
            .serving(call ->
                onward.call(
                    call.method(),
                    call.request(),
                    call.deadline(),
                    new CallOutcome() {
                      @Override
                      public void answered(Bytes response) {
                        call.answer(response.concat(Bytes.utf8("!")));
                      }

                      @Override
                      public void failed(LinkFault fault) {
                        call.fail();
                      }
                    }));
    RpcLink link = openLink(serve(outer).port());

    assertEquals(Bytes.utf8("hi!"), answerTo(link, Bytes.utf8("hi")));
  }

  @Test
  void aClosedLinkFailsItsCalls() {
    TestService database = TestService.database().keepingCalls();
    RpcLink link = openLink(serve(database).port());
    Heard pending = call(link, StorageMethod.GET, Bytes.empty());
    database.nextKept();

    link.close();

    assertNotEquals(LinkFault.Kind.TIMEOUT, pending.fault().kind());
    assertFalse(link.isOpen());
    link.close();
    Heard after = call(link, StorageMethod.GET, Bytes.empty());
    assertEquals(LinkFault.Kind.CLOSED, after.fault().kind());
  }
}
