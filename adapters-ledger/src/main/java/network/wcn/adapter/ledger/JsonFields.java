package network.wcn.adapter.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.MalformedMessage;

/**
 * The fields of a JSON object that came from outside; every method throws {@link MalformedMessage}
 * when a field is absent or of another form.
 *
 * <p>Numbers of 64 bits and more are decimal strings, bytes and addresses hex strings with {@code
 * 0x}.
 */
record JsonFields(JsonNode node) {
  /** Strict, so that no two readers of one signed text can take it for different calls. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final String HEX_PREFIX = "0x";

  /** Reads {@code text} as an object, and the object by {@code reading}. */
  static <T> T parse(String text, Function<JsonFields, T> reading) {
    try {
      return reading.apply(new JsonFields(JSON.readTree(text)));
    } catch (JsonProcessingException e) {
      throw new MalformedMessage("expected JSON, got: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage("a value is outside its range: " + e.getMessage(), e);
    }
  }

  /** Returns an empty object to be filled. */
  static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String hex(Bytes bytes) {
    return HEX_PREFIX + bytes.toHex();
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  String text(String name) {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw unexpected(name, "a string", value);
    }
    return value.textValue();
  }

  boolean bool(String name) {
    JsonNode value = required(name);
    if (!value.isBoolean()) {
      throw unexpected(name, "true or false", value);
    }
    return value.booleanValue();
  }

  int integer(String name) {
    JsonNode value = required(name);
    if (!value.isInt()) {
      throw unexpected(name, "an integer of 32 bits", value);
    }
    return value.intValue();
  }

  BigInteger number(String name) {
    String text = text(name);
    if (text.isEmpty() || text.length() > 80 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw unexpected(name, "a decimal number", required(name));
    }
    return new BigInteger(text);
  }

  /** Returns an unsigned number of 64 bits. */
  long u64(String name) {
    BigInteger number = number(name);
    if (number.bitLength() > Long.SIZE) {
      throw unexpected(name, "a number of 64 bits", required(name));
    }
    return number.longValue();
  }

  Bytes bytes(String name) {
    String text = text(name);
    if (!text.startsWith(HEX_PREFIX)) {
      throw unexpected(name, "0x and hex digits", required(name));
    }
    return Bytes.fromHex(text.substring(HEX_PREFIX.length()));
  }

  OperatorId address(String name) {
    return OperatorId.parse(text(name));
  }

  Optional<OperatorId> optionalAddress(String name) {
    return has(name) ? Optional.of(address(name)) : Optional.empty();
  }

  JsonFields object(String name) {
    JsonNode value = required(name);
    if (!value.isObject()) {
      throw unexpected(name, "an object", value);
    }
    return new JsonFields(value);
  }

  /** Returns the elements of an array, each read by {@code reading}. */
  <T> List<T> list(String name, Function<JsonFields, T> reading) {
    JsonNode value = required(name);
    if (!value.isArray()) {
      throw unexpected(name, "an array", value);
    }
    List<T> elements = new ArrayList<>();
    value.forEach(element -> elements.add(reading.apply(new JsonFields(element))));
    return List.copyOf(elements);
  }

  private JsonNode required(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new MalformedMessage("expected a field \"" + name + "\", which is missing");
    }
    return value;
  }

  private static MalformedMessage unexpected(String name, String expected, JsonNode value) {
    return new MalformedMessage(
        "expected " + expected + " in \"" + name + "\", got " + value.getNodeType());
  }
}
