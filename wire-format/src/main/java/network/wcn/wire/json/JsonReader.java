package network.wcn.wire.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
  /** Nesting beyond this is refused; no message of the network nests deeper than 8. */
  private static final int DEEPEST_NESTING = 128;

  private static final int LONGEST_U128_DIGITS = 39;
  // Every number with this many digits fits in a long.
  private static final int SAFE_LONG_DIGITS = 18;

  // Names are neither interned nor kept in a table: peers choose them.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST_NESTING)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private boolean pushedBack;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Returns what {@code reading} makes of the one value in {@code text}.
   *
   * @throws MalformedMessage if {@code text} is not UTF-8, not JSON, another value than {@code
   *     reading} expects, or followed by anything but white space
   */
  static <T> T read(Bytes text, Function<JsonReader, T> reading) {
    CharBuffer chars = chars(text);
    try (JsonParser parser =
        FACTORY.createParser(chars.array(), chars.arrayOffset(), chars.length())) {
      T value = reading.apply(new JsonReader(parser));
      JsonToken after = parser.nextToken();
      if (after != null) {
        throw new MalformedMessage("expected the end after the value, got " + after.name());
      }
      return value;
    } catch (JacksonException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CharBuffer chars(Bytes text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.unsafeArray()));
    } catch (CharacterCodingException e) {
      throw new MalformedMessage("JSON of " + text.size() + " bytes is not UTF-8", e);
    }
  }

  /** Reads {@code null}. */
  void unit() {
    expect(JsonToken.VALUE_NULL, "null");
  }

  /** Reads {@code null} as nothing, else what {@code reading} expects. */
  <T> Optional<T> option(Function<JsonReader, T> reading) {
    // Peeking would need a buffer; instead the value's first token is handed back once.
    JsonToken token = next();
    if (token == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    pushedBack = true;
    return Optional.of(reading.apply(this));
  }

  /** Returns an unsigned 8-bit number. */
  int u8() {
    return (int) unsigned(8);
  }

  /** Returns an unsigned 16-bit number. */
  int u16() {
    return (int) unsigned(16);
  }

  /** Returns an unsigned 64-bit number. */
  long u64() {
    return unsigned(64);
  }

  /** Returns an unsigned 128-bit number. */
  BigInteger u128() {
    nextInteger(128);
    return integer(128);
  }

  /** Returns a string, which may not hold half of a surrogate pair. */
  String string() {
    expect(JsonToken.VALUE_STRING, "a string");
    return wellFormed(text());
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
      throw wrong("an array of " + sizeBytes + " bytes", bytes.size() + " of them");
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

  /** Reads {@code {"Variant": payload}} and returns what the variant's function makes of it. */
  <T> T variant(Map<String, Function<JsonReader, T>> variants) {
    expect(JsonToken.START_OBJECT, "an object with one of " + variants.keySet());
    String name = next() == JsonToken.FIELD_NAME ? text() : "";
    Function<JsonReader, T> payload = variants.get(name);
    if (payload == null) {
      throw wrong("one of " + variants.keySet(), "\"" + shortened(name) + "\"");
    }
    T value = payload.apply(this);
    expect(JsonToken.END_OBJECT, "the end of the object of " + name);
    return value;
  }

  /** Reads an object, or the array of its fields' values, into {@code fields}. */
  void struct(JsonField<?>... fields) {
    JsonToken start = next();
    if (start == JsonToken.START_ARRAY) {
      for (JsonField<?> field : fields) {
        field.read(this);
      }
      expect(JsonToken.END_ARRAY, "the end of an array of " + fields.length);
    } else if (start == JsonToken.START_OBJECT) {
      fieldsByName(fields);
    } else {
      throw wrong("an object", start);
    }
  }

  private void fieldsByName(JsonField<?>[] fields) {
    BitSet seen = new BitSet(fields.length);
    while (next() == JsonToken.FIELD_NAME) {
      String name = wellFormed(text());
      int index = indexOf(name, fields);
      if (index < 0) {
        skip();
      } else if (seen.get(index)) {
        throw wrong("the field \"" + name + "\" once", "it again");
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

  private void elements(Runnable element) {
    expect(JsonToken.START_ARRAY, "an array");
    while (next() != JsonToken.END_ARRAY) {
      pushedBack = true;
      element.run();
    }
  }

  private long unsigned(int bits) {
    nextInteger(bits);
    if (parsing(parser::getTextLength) > SAFE_LONG_DIGITS) {
      return integer(bits).longValue();
    }
    long value = parsing(parser::getLongValue);
    if (bits < Long.SIZE && value >>> bits != 0) {
      throw wrong("an unsigned integer of " + bits + " bits", value);
    }
    return value;
  }

  private void nextInteger(int bits) {
    expect(JsonToken.VALUE_NUMBER_INT, "an unsigned integer of " + bits + " bits");
    if (parsing(parser::getTextCharacters)[parsing(parser::getTextOffset)] == '-') {
      throw wrong("an unsigned integer of " + bits + " bits", "a minus sign");
    }
  }

  private BigInteger integer(int bits) {
    String digits = text();
    if (digits.length() <= LONGEST_U128_DIGITS) {
      BigInteger value = new BigInteger(digits);
      if (value.bitLength() <= bits) {
        return value;
      }
    }
    throw wrong("an unsigned integer of " + bits + " bits", shortened(digits));
  }

  private String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        throw wrong("characters", "half of a surrogate pair");
      }
    }
    return text;
  }

  private void expect(JsonToken expected, String description) {
    JsonToken token = next();
    if (token != expected) {
      throw wrong(description, token);
    }
  }

  private JsonToken next() {
    if (pushedBack) {
      pushedBack = false;
      JsonToken current = parser.currentToken();
      if (current != null) {
        return current;
      }
    }
    // Before the first token and after the last, Jackson answers null.
    return parsing(() -> {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw wrong("a value", "the end");
      }
      return token;
    });
  }

  private String text() {
    return parsing(parser::getText);
  }

  private void skip() {
    next();
    parsing(parser::skipChildren);
  }

  private interface ParserCall<T> {
    T run() throws IOException;
  }

  private static <T> T parsing(ParserCall<T> call) {
    try {
      return call.run();
    } catch (JacksonException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MalformedMessage wrong(String expected, Object got) {
    long offset = parser.currentTokenLocation().getCharOffset();
    return new MalformedMessage(
        "expected " + expected + " at character " + offset + ", got " + got);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static MalformedMessage malformed(JacksonException e) {
    return new MalformedMessage("not JSON: " + e.getOriginalMessage(), e);
  }
}
