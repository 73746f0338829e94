package network.wcn.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  /** Returns the bytes that the text at {@code field} spells in hex, or nothing if it is null. */
  public static Optional<Bytes> optionalHex(JsonNode node, String field) {
    return node.required(field).isNull() ? Optional.empty() : Optional.of(hex(node, field));
  }

  /** Returns the bytes that each text of {@code array} spells in hex. */
  public static List<Bytes> hexList(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(text -> Bytes.fromHex(text.asText()))
        .toList();
  }
}
