package network.wcn.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import network.wcn.domain.Bytes;

/** The recorded golden data, read from the directory that {@code wcn.vectors} names. */
public final class Vectors {
  private Vectors() {}

  /** Returns the content of {@code file}, such as {@code "onchain.json"}. */
  public static JsonNode read(String file) {
    Path path = Path.of(System.getProperty("wcn.vectors", "../vectors"), file);
    try {
      return new ObjectMapper().readTree(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the elements of an array of cases, of which there must be some. */
  public static Stream<JsonNode> cases(String file, String array) {
    JsonNode cases = read(file).path(array);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("no case in " + file + ", " + array);
    }
    return StreamSupport.stream(cases.spliterator(), false);
  }

  /** Returns the bytes that the text at {@code field} spells in hex. */
  public static Bytes hex(JsonNode node, String field) {
    return Bytes.fromHex(node.required(field).asText());
  }
}
