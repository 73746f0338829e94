package network.wcn.wire.json;

import java.util.Optional;
import java.util.function.Function;
import network.wcn.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;

/** A field of an object that is being read: its name, how to read it, and the value once read. */
final class JsonField<T> {
  private final String name;
  private final Function<JsonReader, T> reading;
  private @Nullable T value;

  private JsonField(String name, Function<JsonReader, T> reading, @Nullable T valueIfAbsent) {
    this.name = name;
    this.reading = reading;
    this.value = valueIfAbsent;
  }

  /** Returns a field without which the object is refused. */
  static <T> JsonField<T> required(String name, Function<JsonReader, T> reading) {
    return new JsonField<>(name, reading, null);
  }

  /** Returns a field that may be absent or null. */
  static <T> JsonField<Optional<T>> optional(String name, Function<JsonReader, T> reading) {
    return new JsonField<>(name, json -> json.option(reading), Optional.empty());
  }

  String name() {
    return name;
  }

  void read(JsonReader json) {
    value = reading.apply(json);
  }

  /**
   * Returns the value.
   *
   * @throws MalformedMessage if the field is required and was absent
   */
  T value() {
    if (value == null) {
      throw new MalformedMessage("expected the field \"" + name + "\", which is missing");
    }
    return value;
  }
}
