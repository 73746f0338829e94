package network.wcn.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the golden vectors. */
public final class Vectors {
  private Vectors() {}

  /** Returns the content of one file of the directory {@code wcn.vectors}. */
  public static JsonNode read(String file) {
    Path path = Path.of(System.getProperty("wcn.vectors"), file);
    try {
      return new ObjectMapper().readTree(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the elements of an array that must not be empty. */
  public static Stream<JsonNode> each(JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw new IllegalArgumentException("expected a filled array, got " + array.getNodeType());
    }
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** Returns an array of small numbers. */
  public static List<Integer> integers(JsonNode array) {
    List<Integer> integers = new ArrayList<>();
    array.forEach(number -> integers.add(number.intValue()));
    return integers;
  }

  public static Bytes bytes(JsonNode hex) {
    return Bytes.fromHex(hex.textValue());
  }
}
