package network.wcn.app.db.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import network.wcn.domain.ops.DumpMeta;
import network.wcn.domain.ops.DumpRow;
import network.wcn.domain.ops.DumpStatus;

/**
 * The form of a row of the catalogue, in its file and in answers.
 *
 * @see "operations.md A2"
 */
public final class DumpRowJson {
  private static final double MILLIS_PER_SECOND = 1000;

  private DumpRowJson() {}

  /** Returns {@code row} with {@code path} as the place of its dump. */
  public static ObjectNode write(DumpRow row, String path) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("dump_id", row.id());
    json.put("status", row.status().name());
    json.put("dump_path", path);
    ObjectNode meta = json.putObject("meta");
    if (row.status() != DumpStatus.IN_PROGRESS) {
      meta.put("dump_duration", row.meta().durationMillis() / MILLIS_PER_SECOND);
      meta.put("dump_size", row.meta().sizeBytes());
    }
    row.meta().error().ifPresent(error -> meta.put("error", error));
    json.put("created_at", row.createdAt().toString());
    json.put("updated_at", row.updatedAt().toString());
    return json;
  }

  static DumpRow read(JsonNode json) {
    JsonNode meta = json.required("meta");
    return new DumpRow(
        json.required("dump_id").asText(),
        DumpStatus.valueOf(json.required("status").asText()),
        json.required("dump_path").asText(),
        new DumpMeta(
            meta.path("dump_size").asLong(),
            Math.round(meta.path("dump_duration").asDouble() * MILLIS_PER_SECOND),
            meta.has("error") ? Optional.of(meta.path("error").asText()) : Optional.empty()),
        Instant.parse(json.required("created_at").asText()),
        Instant.parse(json.required("updated_at").asText()));
  }
}
