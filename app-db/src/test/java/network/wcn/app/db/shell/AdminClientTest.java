package network.wcn.app.db.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminClientTest {
  private static final PeerId PEER = PeerId.ofEd25519(Bytes.wrap(new byte[32]));
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private HttpServer server; // set before each test

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
    answer("/status", 200, "{\"peer_id\": \"" + PEER + "\"}");
    answer("/storage/v1/gc", 200, "{\"success\": true, \"data\": {\"removed\": 7}}");
    answer("/busy", 409, "{\"success\": false, \"code\": \"GC_IN_PROGRESS\", \"msg\": \"wait\"}");
    answer("/page", 200, "<html>");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String path, int status, String body) {
    byte[] bytes = Bytes.utf8(body).unsafeArray();
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private AdminClient client(PeerId expected) {
    return new AdminClient(
        HERE, server.getAddress().getPort(), Optional.of("password"), Optional.of(expected));
  }

  @Test
  void theDatabaseThatIsMeantIsAsked() {
    AdminClient client = client(PEER);
    assertEquals(7, client.post("/storage/v1/gc", client.body()).path("removed").asInt());
  }

  @Test
  void anotherDatabaseThatHasThePortIsLeftAlone() {
    byte[] key = new byte[32];
    key[0] = 1;
    AdminClient client = client(PeerId.ofEd25519(Bytes.wrap(key)));
    VerbFailed failure =
        assertThrows(VerbFailed.class, () -> client.post("/storage/v1/gc", client.body()));
    assertEquals(ShellStatus.BUSY, failure.status());
    assertTrue(String.valueOf(failure.getMessage()).contains(PEER.toString()));
  }

  @Test
  void aRefusalKeepsItsCode() {
    AdminClient client = client(PEER);
    AdminRefusal refusal =
        assertThrows(AdminRefusal.class, () -> client.post("/busy", client.body()));
    assertEquals("GC_IN_PROGRESS", refusal.code());
    assertTrue(refusal.isBusy());
  }

  @Test
  void whatIsNoAdminPortIsNamed() {
    AdminClient client = client(PEER);
    VerbFailed failure = assertThrows(VerbFailed.class, () -> client.post("/page", client.body()));
    assertTrue(String.valueOf(failure.getMessage()).contains("no admin port"));
  }
}
