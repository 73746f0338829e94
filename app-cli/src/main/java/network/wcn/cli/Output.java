package network.wcn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Where a command writes its answer: text for people, or JSON with {@code --json}. */
public final class Output {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CommandLine command;
  private final boolean json;

  private Output(CommandLine command, boolean json) {
    this.command = command;
    this.json = json;
  }

  /** Returns the output of {@code command}. */
  public static Output of(CommandLine command, boolean json) {
    return new Output(command, json);
  }

  /** Returns the output of {@code command}, in JSON if it has an option {@code --json} set. */
  static Output of(CommandLine command) {
    OptionSpec option = command.getCommandSpec().findOption("--json");
    return new Output(command, option != null && Boolean.TRUE.equals(option.getValue()));
  }

  public boolean isJson() {
    return json;
  }

  /** Writes one object, keys in their order, if JSON is wanted, else {@code text}. */
  public void answer(String text, Map<String, ?> object) {
    if (json) {
      object(object);
    } else {
      command.getOut().println(text);
    }
  }

  /** Writes one line of text. */
  public void line(String text) {
    command.getOut().println(text);
  }

  /** Writes one JSON object on a line of its own. */
  public void object(Map<String, ?> object) {
    try {
      command.getOut().println(JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + object.keySet() + " as JSON", e);
    }
  }

  void failure(Exception failure, Map<String, String> details) {
    String message = String.valueOf(failure.getMessage());
    if (json) {
      Map<String, String> object = new LinkedHashMap<>();
      object.put("error", message);
      object.putAll(details);
      object(object);
    } else {
      command.getErr().println("Error: " + message);
    }
  }
}
