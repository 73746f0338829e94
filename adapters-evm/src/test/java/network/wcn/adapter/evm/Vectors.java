package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the golden vectors. */
final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Vectors() {}

  /** Returns the content of one file of the directory {@code wcn.vectors}. */
  static JsonNode read(String file) {
    return readFile(Path.of(System.getProperty("wcn.vectors", "../vectors")).resolve(file));
  }

  static JsonNode readFile(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the elements of the array in one file of {@code contract/}. */
  static List<JsonNode> recorded(String file) {
    List<JsonNode> entries = new ArrayList<>();
    read("contract/" + file).forEach(entries::add);
    return entries;
  }
}
