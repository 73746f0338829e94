package network.wcn.wire.json;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** {@code {"Ok": …}} and {@code {"Err": {"code": …, "message": …}}}. */
final class ResultJson {
  private ResultJson() {}

  static <T> ApiResult<T> read(JsonReader json, Function<JsonReader, T> value) {
    return json.variant(
        Map.of(
            "Ok",
            payload -> new ApiResult.Ok<>(value.apply(payload)),
            "Err",
            payload -> new ApiResult.Err<>(readError(payload))));
  }

  static <T> void write(JsonWriter json, ApiResult<T> result, BiConsumer<JsonWriter, T> value) {
    switch (result) {
      case ApiResult.Ok<T>(T ok) -> json.variant("Ok", payload -> value.accept(payload, ok));
      case ApiResult.Err<T>(ApiError error) ->
          json.variant("Err", payload -> writeError(payload, error));
    }
  }

  private static ApiError readError(JsonReader json) {
    var code = JsonField.required("code", JsonReader::u8);
    var message = JsonField.optional("message", JsonReader::string);
    json.struct(code, message);
    return new ApiError(code.value(), message.value());
  }

  private static void writeError(JsonWriter json, ApiError error) {
    json.object(fields -> {
      fields.name("code").number(error.code());
      fields.name("message").option(error.message(), JsonWriter::string);
    });
  }
}
