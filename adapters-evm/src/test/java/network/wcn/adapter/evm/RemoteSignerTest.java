package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import network.wcn.port.cluster.ChainFault;
import network.wcn.tck.cluster.TestAccount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteSignerTest {
  private static final String OWNER = "\"" + TestAccount.OWNER.id() + "\"";

  private HttpServer service;
  private String accounts = "";

  @BeforeEach
  void serve() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          byte[] answer =
              ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[" + accounts + "]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private ChainSigner signer() {
    return ChainSigner.remote(
        URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/secret"));
  }

  @Test
  void theOneAccountOfAServiceSigns() {
    accounts = OWNER;

    assertEquals(TestAccount.OWNER.id(), signer().account());
  }

  @Test
  void severalAccountsAreRefusedSinceNobodySaysWhich() {
    accounts = OWNER + "," + OWNER;

    ChainFault fault = assertThrows(ChainFault.class, this::signer);

    assertEquals("expected 1 account of the remote signer at 127.0.0.1, got 2", fault.getMessage());
  }

  @Test
  void aServiceThatIsDownIsAFaultOfTheChainWithoutThePath() {
    service.stop(0);

    ChainFault fault = assertThrows(ChainFault.class, this::signer);

    assertTrue(!String.valueOf(fault.getMessage()).contains("secret"), fault.getMessage());
  }
}
