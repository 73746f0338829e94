package network.wcn.cli.devnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.SecretFile;

/** Small JSON files that several processes read: written whole, then renamed into place. */
final class JsonFiles {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private JsonFiles() {}

  static <T> T read(Path file, Class<T> type) {
    try {
      return MAPPER.readValue(file.toFile(), type);
    } catch (IOException e) {
      throw new CommandFailed("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes a file that only its owner may read, since it holds keys. */
  static void write(Path file, Object content) {
    try {
      SecretFile.write(file, MAPPER.writeValueAsString(content), true);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + file + " as JSON", e);
    }
  }
}
