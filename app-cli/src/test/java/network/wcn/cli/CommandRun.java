package network.wcn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * A command that was run in this process.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record CommandRun(int status, String out, String err) {
  /** Runs a command with {@code typed} on standard input. */
  public static CommandRun of(String typed, String... arguments) {
    StringWriter written = new StringWriter();
    StringWriter told = new StringWriter();
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    try {
      int status =
          Main.commandLine(new PrintWriter(written, true), new PrintWriter(told, true))
              .execute(arguments);
      return new CommandRun(status, written.toString(), told.toString());
    } finally {
      System.setIn(before);
    }
  }

  /** Returns all that it wrote. */
  public String told() {
    return err + out;
  }

  /** Returns the one JSON object that it wrote. */
  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + out, e);
    }
  }
}
