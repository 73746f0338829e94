package network.wcn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestServerAndClientTest {
  private final CompletableFuture<Integer> serverStatus = new CompletableFuture<>();
  private Thread server = new Thread();
  private JsonNode announced = new ObjectMapper().createObjectNode();

  @AfterEach
  void stopServer() throws InterruptedException {
    server.interrupt();
    server.join();
  }

  private void startServer(String... options) throws IOException {
    PipedWriter pipe = new PipedWriter();
    BufferedReader lines = new BufferedReader(new PipedReader(pipe));
    String[] arguments = concat(new String[] {"operator", "test-server", "--json"}, options);
    server =
        Thread.ofPlatform()
            .start(() -> {
              PrintWriter writer = new PrintWriter(pipe, true);
              serverStatus.complete(Main.commandLine(writer, writer).execute(arguments));
            });
    announced = new ObjectMapper().readTree(lines.readLine());
  }

  private CommandRun runClient(String... options) {
    return CommandRun.of("", concat(new String[] {"operator", "test-client"}, options));
  }

  private static String[] concat(String[] first, String[] second) {
    String[] all = new String[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private String address() {
    return "127.0.0.1:" + announced.get("port").asInt();
  }

  private static void assertWrong(String message, CommandRun run) {
    assertEquals(ExitStatus.WRONG_USAGE, run.status(), run::told);
    assertTrue(run.err().contains(message), run.err());
  }

  @Test
  void everyCallOfEveryConnectionIsAnswered() throws Exception {
    startServer("--port", "0");
    CommandRun client = runClient("-a", address(), "-n", "3", "-N", "20", "--json");
    assertEquals(ExitStatus.DONE, client.status(), client::told);
    assertEquals("all_sent", client.json().get("end").asText());
    assertEquals(60, client.json().get("succeeded").asInt());
    assertEquals(0, client.json().get("failed").size());
    assertEquals(3, client.json().get("connections_opened").asInt());
    assertEquals(0, client.json().get("connection_errors").size());
    server.interrupt();
    assertEquals(ExitStatus.DONE, serverStatus.get());
  }

  @Test
  void aLoadEndsWithItsTime() throws IOException {
    startServer("-p", "0");
    String peer = announced.get("peer_id").asText();
    CommandRun client =
        runClient("-a", address(), "--peer-id", peer, "-n", "1", "--duration-secs", "1", "--json");
    assertEquals(ExitStatus.DONE, client.status(), client::told);
    assertEquals("time_over", client.json().get("end").asText());
  }

  @Test
  void aServerThatIsSomebodyElseIsGivenUpAfterTenAttempts() throws IOException {
    startServer("-p", "0");
    String other = ContractFixture.peer(9).toString();
    CommandRun client =
        runClient("-a", address(), "--peer-id", other, "-n", "1", "--reconnect-interval-ms", "1");
    assertEquals(ExitStatus.FAILED, client.status());
    assertTrue(client.err().contains("failed attempts: 10 (WrongPeerId=10)"), client.err());
  }

  @Test
  void numbersOutOfRangeAreWrongUsage() {
    assertWrong("--server-address is IP:PORT, got localhost:1", runClient("-a", "localhost:1"));
    assertWrong(
        "--num-concurrent-connections is 1 to 65535, got 0",
        runClient("-a", "127.0.0.1:1", "-n", "0"));
    assertWrong("--server-address", runClient());
    assertWrong(
        "--port is 0 to 65535, got 65536",
        CommandRun.of("", "operator", "test-server", "--port", "65536"));
  }
}
