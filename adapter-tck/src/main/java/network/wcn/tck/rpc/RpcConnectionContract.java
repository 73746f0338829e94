package network.wcn.tck.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.StorageMethod;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;
import org.junit.jupiter.api.Test;

/** The contract of links and servers: who meets whom, and what happens when an end goes away. */
public abstract class RpcConnectionContract extends RpcContractFixture {
  @Test
  void aServerSaysWhichFreePortItTook() {
    RpcServer one = serve(TestService.database());
    RpcServer other = serve(TestService.database());

    assertNotEquals(0, one.port());
    assertNotEquals(one.port(), other.port());
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    RpcServer server = serve(TestService.database());
    RpcTransport second = serverTransport();

    LinkFault fault =
        assertThrows(
            LinkFault.class,
            () -> second.serve(roomyServer(server.port()), List.of(TestService.database())));

    assertEquals(LinkFault.Kind.BIND, fault.kind());
  }

  @Test
  void whoConnectsIsProven() {
    TestService database = TestService.database();

    openLink(serve(database).port());

    assertEquals(Set.of(CLIENT_KEY.peerId()), database.askedBy());
  }

  @Test
  void anotherPeerThanTheWantedOneIsNeverTalkedTo() {
    TestService database = TestService.database();
    RpcServer server = serve(database);
    LinkTarget wrong = new LinkTarget(key(9).peerId(), address(server.port()), Api.DATABASE);

    RpcLink link = clientTransport().dial(wrong, patientLink());

    assertFalse(link.awaitOpen(in(SHORT)));
    assertEquals(Set.of(), database.askedBy());
    assertEquals(
        LinkFault.Kind.NOT_CONNECTED, call(link, StorageMethod.GET, Bytes.empty()).fault().kind());
  }

  @Test
  void whoConnectsAgainIsProvenAgainAtOnce() {
    TestService database = TestService.database();
    RpcServer server = serve(database);
    RpcTransport client = clientTransport();
    LinkSettings withoutSecondAttempt =
        new LinkSettings(
            Duration.ofSeconds(5), Duration.ofDays(1), 10, Duration.ofSeconds(5), Priority.HIGH);
    for (int i = 1; i <= 3; i++) {
      try (RpcLink link = client.dial(target(server.port()), withoutSecondAttempt)) {
        assertTrue(link.awaitOpen(in(LONG)), "connection " + i);
        assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
      }
    }
  }

  @Test
  void aRejectedPeerStaysOutUntilItIsAdmitted() {
    TestService database = TestService.database().admitting(new Admission.Rejected(1));
    RpcServer server = serve(database);
    RpcLink link = clientTransport().dial(target(server.port()), patientLink());
    assertFalse(link.awaitOpen(in(SHORT)));

    database.admitting(Admission.Accepted.INSTANCE);
    letTimePass(patientLink().reconnectInterval());

    assertTrue(link.awaitOpen(in(LONG)));
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
  }

  @Test
  void anApiThatIsNotOfferedCannotBeReached() {
    RpcServer server = serve(TestService.database());
    LinkTarget replica = new LinkTarget(SERVER_KEY.peerId(), address(server.port()), Api.REPLICA);

    RpcLink link = clientTransport().dial(replica, patientLink());

    assertFalse(link.awaitOpen(in(SHORT)));
  }

  @Test
  void whileNobodyListensCallsFailAtOnce() {
    RpcServer server = serve(TestService.database());
    int port = server.port();
    server.close();
    RpcLink link = clientTransport().dial(target(port), patientLink());

    Heard heard = call(link, StorageMethod.GET, Bytes.empty());

    assertTrue(heard.hasEnded());
    assertEquals(LinkFault.Kind.NOT_CONNECTED, heard.fault().kind());
    assertFalse(link.isOpen());
  }

  @Test
  void aLinkOpensOnceItsServerStarts() {
    RpcServer first = serve(TestService.database());
    int port = first.port();
    first.close();
    RpcLink link = clientTransport().dial(target(port), patientLink());
    assertFalse(link.awaitOpen(in(SHORT)));

    serverTransport().serve(roomyServer(port), List.of(TestService.database()));
    letTimePass(patientLink().reconnectInterval());

    assertTrue(link.awaitOpen(in(LONG)));
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
  }

  @Test
  void aLinkComesBackAfterItsServerDid() {
    TestService database = TestService.database().keepingCalls();
    RpcServer first = serve(database);
    int port = first.port();
    RpcLink link = openLink(port);
    Heard pending = call(link, StorageMethod.GET, Bytes.empty());
    database.nextKept();

    first.close();

    assertNotEquals(LinkFault.Kind.TIMEOUT, pending.fault().kind());
    serverTransport().serve(roomyServer(port), List.of(TestService.database()));
    letTimePass(patientLink().reconnectInterval());
    assertTrue(link.awaitOpen(in(LONG)));
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
  }

  @Test
  void connectionsBeyondTheLimitStayOut() {
    RpcServer server =
        serverTransport().serve(connections(1, 10, 100), List.of(TestService.database()));
    RpcLink first = openLink(server.port());
    RpcLink second = clientTransport().dial(target(server.port()), patientLink());
    assertFalse(second.awaitOpen(in(SHORT)));

    first.close();
    letTimePass(patientLink().connectTimeout());

    assertTrue(second.awaitOpen(in(LONG)));
  }

  @Test
  void connectionsBeyondTheLimitOfAnAddressStayOut() {
    RpcServer server =
        serverTransport().serve(connections(10, 1, 100), List.of(TestService.database()));
    openLink(server.port());

    RpcLink second = clientTransport().dial(target(server.port()), patientLink());

    assertFalse(second.awaitOpen(in(SHORT)));
  }

  @Test
  void aDrainedServerEndsWhatRunsAndTakesNoMore() {
    TestService database = TestService.database().keepingCalls();
    RpcServer server = serve(database);
    RpcLink link = openLink(server.port());
    Heard running = call(link, StorageMethod.GET, Bytes.utf8("running"));
    InboundCall kept = database.nextKept();
    assertFalse(server.drain(in(Duration.ZERO)));

    Heard late = call(link, StorageMethod.GET, Bytes.utf8("late"));
    assertEquals(LinkFault.Kind.STREAM_FINISHED, late.fault().kind());
    CompletableFuture<Boolean> drained = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> drained.complete(server.drain(in(LONG))));
    kept.answer(Bytes.utf8("done"));

    assertEquals(Bytes.utf8("done"), running.answer());
    assertTrue(drained.join());
    RpcLink newcomer = clientTransport().dial(target(server.port()), patientLink());
    assertFalse(newcomer.awaitOpen(in(SHORT)));
  }

  @Test
  void aClosedTransportTakesItsServersAndLinksAlong() {
    RpcTransport serving = serverTransport();
    RpcServer server = serving.serve(roomyServer(0), List.of(TestService.database()));
    RpcTransport calling = clientTransport();
    RpcLink link = calling.dial(target(server.port()), patientLink());
    assertTrue(link.awaitOpen(in(LONG)));

    calling.close();
    calling.close();

    assertFalse(link.isOpen());
    assertThrows(LinkFault.class, () -> calling.dial(target(server.port()), patientLink()));
    serving.close();
    serverTransport().serve(roomyServer(server.port()), List.of(TestService.database()));
  }

  private static ServerSettings connections(int total, int perIp, int ratePerIp) {
    return new ServerSettings(
        "primary", 0, LONG, total, perIp, ratePerIp, 100, Duration.ofSeconds(30), Priority.HIGH);
  }
}
