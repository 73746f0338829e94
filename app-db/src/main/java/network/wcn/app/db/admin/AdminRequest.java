package network.wcn.app.db.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import network.wcn.domain.Bytes;

/**
 * A request as a route sees it.
 *
 * @param query the text behind the question mark, as it came
 * @param password of the header X-Admin-Password
 * @param body of at most {@link #LARGEST_BODY_BYTES}
 */
record AdminRequest(Optional<String> query, Optional<String> password, Bytes body) {
  static final int LARGEST_BODY_BYTES = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the body's object, or nothing if the body is no JSON object. */
  Optional<JsonNode> json() {
    try {
      JsonNode root = JSON.readTree(body.unsafeArray());
      return Optional.ofNullable(root).filter(JsonNode::isObject);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Returns a field of {@code json} that is a string. */
  static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.get(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  /** Returns the value of a parameter of the query, the first one of that name. */
  Optional<String> parameter(String name) {
    for (String pair : query.orElse("").split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Optional.of(pair.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}
