package network.wcn.wire.json;

import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;

/**
 * Reads JSON values one after another as strictly as serde does.
 *
 * <p>Integers have neither sign, fraction nor exponent. An object may be written as the array of
 * its fields in order; a known field twice is refused, unknown ones are passed over. Every method
 * reads the value that comes next and throws {@link MalformedMessage} when it is another.
 *
 * @see "protocol/wire.md section 4"
 */
final class JsonReader {
  private static final int LONGEST_PRINTED_NAME = 40;

  private final JsonTokens tokens;

  private JsonReader(JsonTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Returns what {@code reading} makes of the one value in {@code text}.
   *
   * @throws MalformedMessage if {@code text} is anything else
   */
  static <T> T read(Bytes text, Function<JsonReader, T> reading) {
    return JsonTokens.read(text, tokens -> reading.apply(new JsonReader(tokens)));
  }

  /** Reads {@code null}. */
  void unit() {
    tokens.expect(JsonToken.VALUE_NULL, "null");
  }

  /** Reads {@code null} as nothing, else what {@code reading} expects. */
  <T> Optional<T> option(Function<JsonReader, T> reading) {
    if (tokens.next() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    tokens.handBack();
    return Optional.of(reading.apply(this));
  }

  /** Returns an unsigned 8-bit number. */
  int u8() {
    return (int) tokens.unsigned(8);
  }

  /** Returns an unsigned 16-bit number. */
  int u16() {
    return (int) tokens.unsigned(16);
  }

  /** Returns an unsigned 64-bit number. */
  long u64() {
    return tokens.unsigned(64);
  }

  /** Returns an unsigned 128-bit number. */
  BigInteger u128() {
    return tokens.unsignedBig(128);
  }

  /** Returns a string. */
  String string() {
    tokens.expect(JsonToken.VALUE_STRING, "a string");
    return tokens.text();
  }

  /** Returns an array of numbers 0 to 255 as bytes. */
  Bytes bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    elements(() -> bytes.write(u8()));
    return Bytes.wrap(bytes.toByteArray());
  }

  /** Returns an array of exactly {@code sizeBytes} numbers 0 to 255 as bytes. */
  Bytes bytes(int sizeBytes) {
    Bytes bytes = bytes();
    if (bytes.size() != sizeBytes) {
      throw tokens.wrong("the end of " + sizeBytes + " bytes", "that of " + bytes.size());
    }
    return bytes;
  }

  /** Returns an array of numbers 0 to 255 as a set; a number may stand there more than once. */
  BitSet setOfBytes() {
    BitSet set = new BitSet();
    elements(() -> set.set(u8()));
    return set;
  }

  /** Returns an array of what {@code reading} expects. */
  <T> List<T> list(Function<JsonReader, T> reading) {
    List<T> list = new ArrayList<>();
    elements(() -> list.add(reading.apply(this)));
    return list;
  }

  private void elements(Runnable element) {
    tokens.expect(JsonToken.START_ARRAY, "an array");
    while (tokens.next() != JsonToken.END_ARRAY) {
      tokens.handBack();
      element.run();
    }
  }

  /** Reads {@code {"Variant": payload}} and returns what the variant's function makes of it. */
  <T> T variant(Map<String, Function<JsonReader, T>> variants) {
    tokens.expect(JsonToken.START_OBJECT, "an object named after its variant");
    String name = tokens.next() == JsonToken.FIELD_NAME ? tokens.text() : "";
    Function<JsonReader, T> payload = variants.get(name);
    if (payload == null) {
      throw tokens.wrong("one of " + variants.keySet(), "\"" + shortened(name) + "\"");
    }
    T value = payload.apply(this);
    tokens.expect(JsonToken.END_OBJECT, "nothing beside the variant");
    return value;
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_PRINTED_NAME
        ? name
        : name.substring(0, LONGEST_PRINTED_NAME) + "…";
  }

  /** Reads an object, or the array of its fields' values, into {@code fields}. */
  void struct(JsonField<?>... fields) {
    JsonToken start = tokens.next();
    if (start == JsonToken.START_OBJECT) {
      fieldsByName(fields);
    } else if (start == JsonToken.START_ARRAY) {
      for (JsonField<?> field : fields) {
        field.read(this);
      }
      tokens.expect(JsonToken.END_ARRAY, "the end of " + fields.length + " fields");
    } else {
      throw tokens.wrong("an object", start);
    }
  }

  private void fieldsByName(JsonField<?>[] fields) {
    BitSet seen = new BitSet(fields.length);
    while (tokens.next() == JsonToken.FIELD_NAME) {
      String name = tokens.text();
      int index = indexOf(name, fields);
      if (index < 0) {
        tokens.skip();
      } else if (seen.get(index)) {
        throw tokens.wrong("the field \"" + name + "\" once", "it again");
      } else {
        seen.set(index);
        fields[index].read(this);
      }
    }
  }

  private static int indexOf(String name, JsonField<?>[] fields) {
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
