package network.wcn.adapter.evm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.wcn.domain.Bytes;
import network.wcn.port.cluster.ChainFault;

/** Requests and answers of JSON-RPC 2.0 as text. */
final class RpcMessages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern HEX = Pattern.compile("0x((?:[0-9a-fA-F]{2})*)");
  private static final int PRINTED_CHARACTERS = 200;

  private RpcMessages() {}

  static String request(long id, String method, Object... parameters) {
    try {
      return JSON.writeValueAsString(
          Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", List.of(parameters)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("parameters of " + method + " are not JSON", e);
    }
  }

  /**
   * Reads one message.
   *
   * @throws ChainFault if {@code text} is no JSON object
   */
  static JsonNode parse(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.isObject()) {
        return message;
      }
    } catch (JsonProcessingException _) {
      // The message below says what came instead.
    }
    throw new ChainFault("expected a JSON-RPC message, got \"" + shortened(text) + "\"");
  }

  /**
   * Returns the result in {@code answer}.
   *
   * @throws RpcError if it is an error instead
   * @throws ChainFault if it is neither
   */
  static JsonNode result(JsonNode answer) {
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      throw new RpcError(
          error.path("code").asInt(),
          shortened(error.path("message").asText("error without a message")),
          errorData(error.path("data")));
    }
    JsonNode result = answer.path("result");
    if (result instanceof MissingNode) {
      throw new ChainFault(
          "an answer has a result or an error, got \"" + shortened(answer.toString()) + "\"");
    }
    return result;
  }

  /** Providers put what the contract said into a text, behind words in it, or into an object. */
  private static Optional<Bytes> errorData(JsonNode data) {
    if (data.isObject()) {
      return errorData(data.has("data") ? data.path("data") : data.path("originalError"));
    }
    Matcher hex = HEX.matcher(data.asText(""));
    return hex.find() ? Optional.of(Bytes.fromHex(hex.group(1))) : Optional.empty();
  }

  static String shortened(String text) {
    return text.length() <= PRINTED_CHARACTERS
        ? text
        : text.substring(0, PRINTED_CHARACTERS) + "...";
  }
}
