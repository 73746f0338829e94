package network.wcn.app.db.dump;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.Bytes;

/**
 * What a dump holds, as it says itself.
 *
 * @param engine whose files they are
 * @param engineFormat version of their form
 * @param createdAt when the copy was taken
 * @param writer version of the program that made the dump
 * @param counts records of the copy
 * @param files in the order in which they are in the dump
 */
public record DumpManifest(
    String engine,
    int engineFormat,
    Instant createdAt,
    String writer,
    RecordCounts counts,
    List<Entry> files) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A file of a dump.
   *
   * @param path relative, with slashes
   * @param sha256 32 bytes
   */
  public record Entry(String path, long sizeBytes, Bytes sha256) {}

  public DumpManifest {
    files = List.copyOf(files);
  }

  /** Returns the size of all files in bytes. */
  public long sizeBytes() {
    return files.stream().mapToLong(Entry::sizeBytes).sum();
  }

  Bytes encode() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", DumpHeader.VERSION);
    root.put("engine", engine);
    root.put("engine_format", engineFormat);
    root.put("created_at", createdAt.toString());
    root.put("writer", writer);
    root.put("singles", counts.singles());
    root.put("fields", counts.fields());
    ArrayNode array = root.putArray("files");
    for (Entry file : files) {
      array
          .addObject()
          .put("path", file.path())
          .put("size", file.sizeBytes())
          .put("sha256", file.sha256().toHex());
    }
    try {
      return Bytes.wrap(JSON.writeValueAsBytes(root));
    } catch (JacksonException e) {
      throw new IllegalStateException("a manifest cannot be written", e);
    }
  }

  static DumpManifest decode(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      List<Entry> files = new ArrayList<>();
      for (JsonNode file : root.required("files")) {
        files.add(
            new Entry(
                file.required("path").asText(),
                file.required("size").asLong(),
                Bytes.fromHex(file.required("sha256").asText())));
      }
      return new DumpManifest(
          root.required("engine").asText(),
          root.required("engine_format").asInt(),
          Instant.parse(root.required("created_at").asText()),
          root.required("writer").asText(),
          new RecordCounts(root.required("singles").asLong(), root.required("fields").asLong()),
          files);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw DumpFault.invalid("the manifest cannot be read: " + e.getMessage());
    }
  }
}
