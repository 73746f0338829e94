package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.Retention.Verdict;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.stored.StoredValue;
import org.junit.jupiter.api.Test;

/** Our rule of forgetting beside the reference's decisions; every difference has its reason. */
final class RetentionVectorsTest {
  /** What the reference removes and we keep, and why. */
  private static final Map<String, String> KEPT_BY_US =
      Map.of(
          "expires now", "a late older write would come back: the header is remembered for a day",
          "expired", "a late older write would come back: the header is remembered for a day",
          "tombstone not yet expired", "a late older write would come back",
          "expires in 30 days and 121 s",
              "nodes take 120 s, a database a minute more for its clock",
          "updated 120 s and 1 us in the future", "nodes take 120 s, a database a minute more",
          "expired tombstone", "it expires after a day, but its version is not yet a day old",
          "undecodable", "not stored: our own form cannot hold it, and damage is reported",
          "empty", "not stored: our own form cannot hold it, and damage is reported",
          "all zero", "not stored: version 0 is older than nothing");

  @Test
  void differencesFromTheReferenceAreDeliberate() throws IOException {
    JsonNode file =
        new ObjectMapper()
            .readTree(Path.of(System.getProperty("wcn.vectors"), "stored-form.json").toFile());
    List<String> kept = new ArrayList<>();
    for (JsonNode vector : file.get("compaction_filter")) {
      String note = vector.get("note").asText();
      boolean weKeep = verdict(vector).map(verdict -> verdict == Verdict.KEEP).orElse(true);
      boolean theyKeep = vector.get("decision").asText().equals("keep");
      if (theyKeep) {
        assertEquals(true, weKeep, note);
      } else if (weKeep) {
        kept.add(note);
      }
    }
    assertEquals(KEPT_BY_US.keySet().stream().sorted().toList(), kept.stream().sorted().toList());
  }

  private static Optional<Verdict> verdict(JsonNode vector) {
    long now = Long.parseLong(vector.get("now").asText());
    try {
      Optional<StoredRecord> row =
          StoredValue.decode(Bytes.fromHex(vector.get("hex").asText())).record();
      return row.map(record -> Retention.STANDARD.judge(record.header(), now));
    } catch (MalformedMessage _) {
      return Optional.empty();
    }
  }
}
