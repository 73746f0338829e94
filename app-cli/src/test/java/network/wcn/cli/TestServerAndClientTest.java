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
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestServerAndClientTest {
  private final CompletableFuture<Integer> serverStatus = new CompletableFuture<>();
  private Thread server = new Thread();
  private JsonNode announced = new ObjectMapper().createObjectNode();
  private String out = "";
  private String err = "";

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

  private int runClient(String... options) {
    StringWriter written = new StringWriter();
    StringWriter told = new StringWriter();
    String[] arguments = concat(new String[] {"operator", "test-client"}, options);
    int status =
        Main.commandLine(new PrintWriter(written, true), new PrintWriter(told, true))
            .execute(arguments);
    out = written.toString();
    err = told.toString();
    return status;
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

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }

  @Test
  void everyCallOfEveryConnectionIsAnswered() throws Exception {
    startServer("--port", "0");
    assertEquals(
        ExitStatus.DONE, runClient("-a", address(), "-n", "3", "-N", "20", "--json"), () -> err);
    assertEquals("all_sent", json().get("end").asText());
    assertEquals(60, json().get("succeeded").asInt());
    assertEquals(0, json().get("failed").size());
    assertEquals(3, json().get("connections_opened").asInt());
    assertEquals(0, json().get("connection_errors").size());
    server.interrupt();
    assertEquals(ExitStatus.DONE, serverStatus.get());
  }

  @Test
  void aLoadEndsWithItsTime() throws IOException {
    startServer("-p", "0");
    assertEquals(
        ExitStatus.DONE,
        runClient(
            "-a",
            address(),
            "--peer-id",
            announced.get("peer_id").asText(),
            "-n",
            "1",
            "--duration-secs",
            "1"),
        () -> err);
    assertTrue(out.contains(" calls succeeded, 0 failed; 1 connections opened, 0 failed"), out);
  }

  @Test
  void aServerThatIsSomebodyElseIsGivenUpAfterTenAttempts() throws IOException {
    startServer("-p", "0");
    assertEquals(
        ExitStatus.FAILED,
        runClient(
            "-a",
            address(),
            "--peer-id",
            ContractFixture.peer(9).toString(),
            "-n",
            "1",
            "--reconnect-interval-ms",
            "1"));
    assertTrue(err.contains("failed attempts: 10 (WrongPeerId=10)"), err);
  }

  @Test
  void numbersOutOfRangeAreWrongUsage() {
    assertEquals(ExitStatus.WRONG_USAGE, runClient("-a", "localhost:1"));
    assertTrue(err.contains("--server-address is IP:PORT, got localhost:1"), err);
    assertEquals(ExitStatus.WRONG_USAGE, runClient("-a", "127.0.0.1:1", "-n", "0"));
    assertTrue(err.contains("--num-concurrent-connections is 1 to 65535, got 0"), err);
    assertEquals(ExitStatus.WRONG_USAGE, runClient());
    StringWriter told = new StringWriter();
    assertEquals(
        ExitStatus.WRONG_USAGE,
        Main.commandLine(new PrintWriter(told), new PrintWriter(told))
            .execute("operator", "test-server", "--port", "65536"));
    assertTrue(told.toString().contains("--port is 0 to 65535, got 65536"), told.toString());
  }
}
