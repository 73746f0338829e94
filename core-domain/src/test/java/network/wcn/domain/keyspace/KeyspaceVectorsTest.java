package network.wcn.domain.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.Vectors;
import network.wcn.domain.keyspace.MigrationPlan.Pull;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Positions, replica sets and pulls are bit-equal to the reference's. */
class KeyspaceVectorsTest {
  private final JsonNode vectors = Vectors.read("keyspace.json");

  @Test
  void positionsOfKeys() {
    Vectors.each(vectors.get("positions"))
        .forEach(vector -> {
          Bytes key = Vectors.bytes(vector.get("key"));
          assertEquals(
              vector.get("position").textValue(),
              Long.toUnsignedString(KeyPosition.of(key)),
              () -> "position of " + key);
          assertEquals(vector.get("shard").intValue(), ShardId.of(key).index());
        });
  }

  @Test
  void rangesOfShards() {
    Vectors.each(vectors.get("key_ranges"))
        .forEach(vector -> {
          ShardId shard = new ShardId(vector.get("shard").intValue());
          assertEquals(
              vector.get("start").textValue(), Long.toUnsignedString(shard.firstPosition()));
          assertEquals(vector.get("end").textValue(), Long.toUnsignedString(shard.lastPosition()));
          assertEquals(shard, ShardId.owning(shard.firstPosition()));
          assertEquals(shard, ShardId.owning(shard.lastPosition()));
        });
  }

  @Test
  void ownersOfKeys() {
    Vectors.each(vectors.get("owners"))
        .forEach(vector -> {
          Keyspace keyspace = Keyspace.of(Vectors.integers(vector.get("operators")));
          ShardId shard = ShardId.of(Bytes.utf8(vector.get("text").textValue()));
          assertEquals(vector.get("shard").intValue(), shard.index());
          assertEquals(Vectors.integers(vector.get("replicas")), keyspace.replicas(shard).slots());
        });
  }

  @TestFactory
  Stream<DynamicTest> replicaSets() {
    return Vectors.each(vectors.get("keyspaces"))
        .map(vector -> {
          List<Integer> operators = Vectors.integers(vector.get("operators"));
          return DynamicTest.dynamicTest(
              operators.size() + " operators",
              () -> {
                Keyspace keyspace = Keyspace.of(operators);
                Vectors.each(vector.get("shards"))
                    .forEach(shard ->
                        assertEquals(
                            Vectors.integers(shard.get("replicas")),
                            keyspace.replicas(new ShardId(shard.get("shard").intValue())).slots()));
                assertEquals(vector.get("table_sha256").textValue(), digestOf(keyspace));
              });
        });
  }

  @TestFactory
  Stream<DynamicTest> wholeTables() {
    return Vectors.each(vectors.get("tables"))
        .map(vector -> {
          List<Integer> operators = Vectors.integers(vector.get("operators"));
          return DynamicTest.dynamicTest(
              operators.size() + " operators",
              () ->
                  assertEquals(vector.get("sha256").textValue(), digestOf(Keyspace.of(operators))));
        });
  }

  @TestFactory
  Stream<DynamicTest> pulls() {
    return Vectors.each(vectors.get("migrations"))
        .map(vector ->
            DynamicTest.dynamicTest(vector.get("name").textValue(), () -> checkMigration(vector)));
  }

  private static void checkMigration(JsonNode vector) {
    Keyspace from = Keyspace.of(Vectors.integers(vector.get("old")));
    Keyspace to = Keyspace.of(Vectors.integers(vector.get("new")));
    MigrationPlan plan = new MigrationPlan(from, to);
    Vectors.each(vector.get("shards"))
        .forEach(sample -> {
          ShardId shard = new ShardId(sample.get("shard").intValue());
          assertEquals(Vectors.integers(sample.get("old")), plan.from().replicas(shard).slots());
          assertEquals(Vectors.integers(sample.get("new")), plan.to().replicas(shard).slots());
          List<Pull> expected =
              sample
                  .get("pulls")
                  .valueStream()
                  .map(pull ->
                      new Pull(shard, pull.get("joiner").intValue(), pull.get("source").intValue()))
                  .toList();
          assertEquals(expected, plan.pulls(shard));
        });

    MessageDigest digest = sha256();
    Map<String, Integer> counts = new TreeMap<>();
    for (int index = 0; index < ShardId.COUNT; index++) {
      for (Pull pull : plan.pulls(new ShardId(index))) {
        digest.update((byte) (index >>> 8));
        digest.update((byte) index);
        digest.update((byte) pull.joiner());
        digest.update((byte) pull.source());
        counts.merge(Integer.toString(pull.joiner()), 1, Integer::sum);
      }
    }
    assertEquals(vector.get("pulls_sha256").textValue(), HexFormat.of().formatHex(digest.digest()));
    for (int joiner : to.members()) {
      assertEquals(
          vector.get("pull_counts").path(Integer.toString(joiner)).asInt(0),
          plan.pullsOf(joiner).size());
    }
    assertEquals(
        vector.get("total_pulls").intValue(),
        counts.values().stream().mapToInt(Integer::intValue).sum());
  }

  private static String digestOf(Keyspace keyspace) {
    MessageDigest digest = sha256();
    for (int index = 0; index < ShardId.COUNT; index++) {
      ReplicaSet replicas = keyspace.replicas(new ShardId(index));
      for (int position = 0; position < ReplicaSet.SIZE; position++) {
        digest.update((byte) replicas.slot(position));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
