package network.wcn.wire.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The reference's recorded merges, replayed with our two registers: what clients see is the same
 * wherever operations came in the order of their versions.
 *
 * @see "design.md sections 3 and 8"
 */
class MergeVectorsTest {
  private static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 0);

  private static final long VERSION = 1_769_999_999_999_010L;

  /** Clients of ours are answered otherwise, on purpose: the reason, and what they see. */
  private static final Map<String, Different> ANSWERS =
      Map.of(
          "set, other set of the same version",
          new Different("equal versions: the greater value wins", seen("two", 1_770_007_200)),
          "set, write_data of the same version",
          new Different(
              "equal versions: the greater value and the later expiration win",
              seen("one", 1_770_007_200)),
          "set, set_exp of the same version",
          new Different("equal versions: the later expiration wins", seen("one", 1_770_007_200)),
          "set, del of the same version",
          new Different("equal versions: a delete wins", Optional.empty()),
          "set_exp on nothing, older set",
          new Different(
              "the expiration is a register of its own and does not block an older value",
              seen("one", 1_770_003_600)),
          "set and newer del, compaction, set in between",
          new Different(
              "a tombstone is remembered for a day, whatever is compacted", Optional.empty()));

  /** Clients see the same, but we keep more or less of it: the reason. */
  private static final Map<String, String> MEMORY =
      Map.of(
          "set with version 0 on nothing",
          "version 0 stores nothing, the reference an empty shell",
          "write_data of an all-zero value",
          "version 0 stores nothing, the reference an empty shell",
          "set and newer del, compaction",
          "a tombstone is remembered for a day",
          "expired set, compaction",
          "an expired value is remembered for a day, so that nothing older comes back");

  private record Different(String reason, Optional<LiveRecord> seen) {}

  /** What is kept, as far as it must not differ: the reference stamps tombstones with its clock. */
  private record Kept(Optional<Bytes> payload, OptionalLong expires, RecordVersion version) {
    static Kept of(StoredValue value) {
      RecordVersion version = new RecordVersion(value.updated().orElse(value.created()));
      OptionalLong expires =
          value.payload().isPresent() ? OptionalLong.of(value.expires()) : OptionalLong.empty();
      return new Kept(value.payload(), expires, version);
    }
  }

  private static Optional<LiveRecord> seen(String value, long expiration) {
    return Optional.of(
        new LiveRecord(Bytes.utf8(value), new Expiration(expiration), new RecordVersion(VERSION)));
  }

  @TestFactory
  Stream<DynamicTest> clientsSeeWhatTheReferenceShowsUnlessItIsNamedHere() {
    return Vectors.cases("stored-form.json", "merge")
        .map(
            vector -> DynamicTest.dynamicTest(vector.get("name").textValue(), () -> check(vector)));
  }

  private static void check(JsonNode vector) {
    String name = vector.get("name").textValue();
    Replay replay = Replay.of(vector);
    Optional<LiveRecord> reference = live(vector.get("get"));
    Optional<Kept> referenceKeeps =
        vector.get("stored").isNull()
            ? Optional.empty()
            : Optional.of(Kept.of(StoredValueTest.expected(vector.get("stored"))));
    Optional<Kept> weKeep = replay.stored.map(StoredValue::of).map(Kept::of);
    Different different = ANSWERS.get(name);
    if (different != null) {
      assertEquals(different.seen(), replay.get(), different.reason());
      assertNotEquals(reference, replay.get(), "no longer different");
    } else {
      assertEquals(reference, replay.get());
      assertEquals(
          Optional.ofNullable(vector.get("get_exp").textValue()),
          replay.get().map(record -> record.expiration().toString()));
      if (MEMORY.containsKey(name)) {
        assertNotEquals(referenceKeeps, weKeep, "no longer different");
      } else {
        assertEquals(referenceKeeps, weKeep);
      }
    }
  }

  @Test
  void everyNamedDifferenceIsARecordedCase() {
    List<String> names =
        Vectors.cases("stored-form.json", "merge").map(v -> v.get("name").textValue()).toList();
    assertTrue(names.containsAll(ANSWERS.keySet()));
    assertTrue(names.containsAll(MEMORY.keySet()));
  }

  private static Optional<LiveRecord> live(JsonNode get) {
    return get.isNull()
        ? Optional.empty()
        : Optional.of(
            new LiveRecord(Vectors.hex(get, "value"), Replay.expiration(get), Replay.version(get)));
  }

  private static final class Replay {
    private Optional<StoredRecord> stored = Optional.empty();
    private long nowUnixSeconds;

    static Replay of(JsonNode vector) {
      Replay replay = new Replay();
      replay.nowUnixSeconds = vector.get("now").asLong();
      vector.get("ops").forEach(replay::apply);
      return replay;
    }

    private void apply(JsonNode op) {
      switch (op.get("op").textValue()) {
        case "set" ->
            merge(
                new Operation.Set(
                        NAMESPACE,
                        Bytes.empty(),
                        Vectors.hex(op, "value"),
                        expiration(op),
                        version(op))
                    .incoming());
        case "del" -> merge(new Operation.Del(NAMESPACE, Bytes.empty(), version(op)).incoming());
        case "set_exp" ->
            merge(
                new Operation.SetExp(NAMESPACE, Bytes.empty(), expiration(op), version(op))
                    .incoming());
        case "write_data" -> merge(StoredValue.decode(Vectors.hex(op, "hex")).record());
        case "now" -> nowUnixSeconds = op.get("unix_seconds").asLong();
        case "full manual compaction" ->
            stored = stored.filter(record -> record.header().isRemembered(nowUnixSeconds));
        default -> throw new IllegalArgumentException(op.toString());
      }
    }

    private void merge(Optional<StoredRecord> incoming) {
      stored =
          stored.isPresent() && incoming.isPresent()
              ? Optional.of(stored.get().merge(incoming.get()))
              : stored.or(() -> incoming);
    }

    Optional<LiveRecord> get() {
      return stored.flatMap(record -> LiveRecord.of(record, nowUnixSeconds));
    }

    private static Expiration expiration(JsonNode op) {
      return new Expiration(op.get("expiration").asLong());
    }

    private static RecordVersion version(JsonNode op) {
      return new RecordVersion(op.get("version").asLong());
    }
  }
}
