package network.wcn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void aMissingCommandIsWrongUsage() {
    assertEquals(ExitStatus.WRONG_USAGE, run());
    assertEquals(ExitStatus.WRONG_USAGE, run("client"));
    assertEquals(ExitStatus.WRONG_USAGE, run("client", "fetch", "key"));
  }

  @Test
  void wrongUsageIsOneObjectWithJson() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("admin", "operator", "remove", "--json", "--id", "0", "--unheard-of"),
            List.of("admin", "operator", "remove", "--json"),
            List.of("admin", "operator", "remove", "--id", "256", "--json"))) {
      out.getBuffer().setLength(0);
      assertEquals(ExitStatus.WRONG_USAGE, run(wrong.toArray(String[]::new)));
      assertEquals("WrongUsage", json().get("kind").asText());
      assertEquals("wcn admin operator remove --help", json().get("help").asText());
      assertFalse(json().get("error").asText().isEmpty(), out.toString());
      assertEquals("", err.toString());
    }
  }

  @Test
  void wrongUsageShowsTheUsageOfTheCommandThatWasMeant() {
    List<List<String>> wrong =
        List.of(
            List.of("operator", "node", "add", "--unheard-of"),
            List.of("operator", "node", "add"),
            // Judged by the command itself, not by the parser.
            List.of(
                "operator",
                "node",
                "add",
                "--peer-id",
                ContractFixture.peer(1).toString(),
                "--ip-address",
                "10.0.0.1",
                "--primary-port",
                "3010",
                "--secondary-port",
                "65536"));
    for (List<String> arguments : wrong) {
      err.getBuffer().setLength(0);
      assertEquals(ExitStatus.WRONG_USAGE, run(arguments.toArray(String[]::new)));
      assertTrue(err.toString().startsWith("Error: "), err.toString());
      assertTrue(err.toString().contains("Usage: wcn operator node add "), err.toString());
      assertTrue(
          err.toString().endsWith("More by: wcn operator node add --help\n"), err.toString());
    }
    assertEquals("", out.toString());
  }

  @Test
  void aGroupWithoutACommandListsItsCommands() {
    assertEquals(ExitStatus.WRONG_USAGE, run("operator", "node"));
    assertTrue(err.toString().contains("Removes a node"), err.toString());
  }

  @Test
  void everyOperationHasHelp() {
    for (String operation :
        new String[] {
          "get",
          "set",
          "del",
          "get-exp",
          "set-exp",
          "hget",
          "hset",
          "hdel",
          "hget-exp",
          "hset-exp",
          "hcard",
          "hscan"
        }) {
      assertEquals(ExitStatus.DONE, run("client", operation, "--help"), operation);
    }
  }

  @Test
  void aClientWithoutANetworkSaysWhichFileIsMissing(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("devnet.json");
    assertEquals(
        ExitStatus.FAILED, run("client", "get", "--config", file.toString(), "key", "--json"));
    assertTrue(json().get("error").asText().contains(file.toString()), out.toString());
  }

  @Test
  void halfANodeIsWrongUsage() {
    assertEquals(ExitStatus.WRONG_USAGE, run("client", "get", "--address", "127.0.0.1:1", "key"));
    assertTrue(err.toString().contains("--peer-id"), err.toString());
  }

  @Test
  void aDevnetNeedsFiveOperators(@TempDir Path directory) {
    assertEquals(
        ExitStatus.WRONG_USAGE,
        run("devnet", "--dir", directory.resolve("net").toString(), "--operators", "4"));
    assertTrue(err.toString().contains("--operators is 5 to 64, got 4"), err.toString());
  }

  @Test
  void serversAreNamed(@TempDir Path directory) {
    assertEquals(
        ExitStatus.WRONG_USAGE, run("devnet", "kill", "--dir", directory.toString(), "three/db"));
    assertTrue(err.toString().contains("3/db or 3/node-1"), err.toString());
  }

  @Test
  void aNodesVerbReadsTheVariablesOfANode() throws Exception {
    assertEquals(78, run("node", "resync", "--json"));
    assertEquals("SETTINGS", json().get("code").asText());
    assertTrue(json().get("error").asText().contains("DATABASE_PEER_ID"), out::toString);
  }

  @Test
  void resyncingANodeOfADevnetIsWrongUsage(@TempDir Path directory) {
    assertEquals(
        ExitStatus.WRONG_USAGE, run("devnet", "resync", "--dir", directory.toString(), "3/node-1"));
    assertTrue(err.toString().contains("3/db"), err::toString);
  }
}
