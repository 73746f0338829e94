package network.wcn.wire.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one JSON text, one after another, of which the last may be handed back.
 *
 * <p>Whatever Jackson or the text complains of becomes a {@link MalformedMessage}.
 */
final class JsonTokens {
  /** Nesting beyond this is refused; no message of the network nests deeper than 8. */
  private static final int DEEPEST_NESTING = 128;

  private static final int LONGEST_U128_DIGITS = 39;
  // Every number with this many digits fits in a long.
  private static final int SAFE_LONG_DIGITS = 18;

  // Names are neither interned nor kept in a table: peers choose them. Sizes need no limit of their
  // own, since nothing grows beyond the text.
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
  private boolean handedBack;

  private JsonTokens(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Returns what {@code reading} makes of the one value in {@code text}.
   *
   * @throws MalformedMessage if {@code text} is not UTF-8, not JSON, another value than {@code
   *     reading} expects, or followed by anything but white space
   */
  static <T> T read(Bytes text, Function<JsonTokens, T> reading) {
    // Decoded before, because Jackson guesses encodings and takes malformed UTF-8.
    CharBuffer chars = chars(text);
    try (JsonParser parser =
        FACTORY.createParser(chars.array(), chars.arrayOffset(), chars.length())) {
      T value = reading.apply(new JsonTokens(parser));
      JsonToken after = parser.nextToken();
      if (after != null) {
        throw new MalformedMessage("expected the end after the value, got " + after);
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

  /** Returns the next token. */
  JsonToken next() {
    JsonToken token = handedBack ? parser.currentToken() : parsing(parser::nextToken);
    handedBack = false;
    if (token == null) {
      throw wrong("a value", "the end");
    }
    return token;
  }

  /** Makes the next token the one that {@link #next} returned last. */
  void handBack() {
    handedBack = true;
  }

  void expect(JsonToken expected, String description) {
    JsonToken token = next();
    if (token != expected) {
      throw wrong(description, token);
    }
  }

  /** Passes over the next value, whatever it is. */
  void skip() {
    next();
    parsing(parser::skipChildren);
  }

  /** Returns the last token's name or string, which may not hold half of a surrogate pair. */
  String text() {
    String text = parsing(parser::getText);
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

  /** Returns the next token's number, unsigned, of at most 64 bits. */
  long unsigned(int bits) {
    nextInteger(bits);
    if (parsing(parser::getTextLength) > SAFE_LONG_DIGITS) {
      return integer(bits).longValue();
    }
    long value = parsing(parser::getLongValue);
    if (bits < Long.SIZE && value >>> bits != 0) {
      throw notUnsigned(bits, value);
    }
    return value;
  }

  /** Returns the next token's number, unsigned, of at most 128 bits. */
  BigInteger unsignedBig(int bits) {
    nextInteger(bits);
    return integer(bits);
  }

  private void nextInteger(int bits) {
    JsonToken token = next();
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw notUnsigned(bits, token);
    }
    if (parsing(parser::getTextCharacters)[parsing(parser::getTextOffset)] == '-') {
      throw notUnsigned(bits, "a minus sign");
    }
  }

  private BigInteger integer(int bits) {
    int digits = parsing(parser::getTextLength);
    if (digits > LONGEST_U128_DIGITS) {
      throw notUnsigned(bits, "a number of " + digits + " digits");
    }
    String text = parsing(parser::getText);
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > bits) {
      throw notUnsigned(bits, value);
    }
    return value;
  }

  private MalformedMessage notUnsigned(int bits, Object got) {
    return wrong("an unsigned integer of " + bits + " bits", got);
  }

  /** Returns the refusal of the last token. */
  MalformedMessage wrong(String expected, Object got) {
    long offset = parser.currentTokenLocation().getCharOffset();
    return new MalformedMessage(
        "expected " + expected + " at character " + offset + ", got " + got);
  }

  private interface ParserCall<T extends @Nullable Object> {
    T run() throws IOException;
  }

  private static <T extends @Nullable Object> T parsing(ParserCall<T> call) {
    try {
      return call.run();
    } catch (JacksonException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MalformedMessage malformed(JacksonException e) {
    return new MalformedMessage("not JSON: " + e.getOriginalMessage(), e);
  }
}
