package network.wcn.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;

/** Writes JSON values one after another in the very form that serde gives them. */
final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

  private final JsonGenerator generator;

  private JsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Returns the UTF-8 text of the one value that {@code value} writes. */
  static Bytes write(Consumer<JsonWriter> value) {
    StringWriter text = new StringWriter();
    writing(() -> {
      try (JsonGenerator generator = FACTORY.createGenerator(text)) {
        value.accept(new JsonWriter(generator));
      }
    });
    return Bytes.utf8(text.toString());
  }

  void unit() {
    writing(generator::writeNull);
  }

  <T> void option(Optional<T> value, BiConsumer<JsonWriter, T> writing) {
    value.ifPresentOrElse(present -> writing.accept(this, present), this::unit);
  }

  /** Writes a number 0 to 65,535. */
  void number(int value) {
    writing(() -> generator.writeNumber(value));
  }

  /** Writes an unsigned 64-bit number. */
  void u64(long value) {
    if (value >= 0) {
      writing(() -> generator.writeNumber(value));
    } else {
      number(new BigInteger(Long.toUnsignedString(value)));
    }
  }

  /** Writes an unsigned number of any size. */
  void number(BigInteger value) {
    writing(() -> generator.writeNumber(value));
  }

  void string(String text) {
    writing(() -> generator.writeString(text));
  }

  /** Writes an array of numbers. */
  void bytes(Bytes bytes) {
    writing(() -> {
      generator.writeStartArray();
      for (byte each : bytes.unsafeArray()) {
        generator.writeNumber(Byte.toUnsignedInt(each));
      }
      generator.writeEndArray();
    });
  }

  <T> void list(List<T> elements, BiConsumer<JsonWriter, T> element) {
    writing(generator::writeStartArray);
    elements.forEach(each -> element.accept(this, each));
    writing(generator::writeEndArray);
  }

  /** Writes an object whose fields {@code fields} writes, each behind its {@link #name}. */
  void object(Consumer<JsonWriter> fields) {
    writing(generator::writeStartObject);
    fields.accept(this);
    writing(generator::writeEndObject);
  }

  /** Writes the name of the field whose value comes next. */
  JsonWriter name(String name) {
    writing(() -> generator.writeFieldName(name));
    return this;
  }

  /** Writes {@code {"name": payload}}. */
  void variant(String name, Consumer<JsonWriter> payload) {
    object(json -> payload.accept(json.name(name)));
  }

  private interface GeneratorCall {
    void run() throws IOException;
  }

  private static void writing(GeneratorCall call) {
    try {
      call.run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write JSON to memory", e);
    }
  }
}
