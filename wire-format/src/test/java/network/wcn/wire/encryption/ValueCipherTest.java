package network.wcn.wire.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueCipherTest {
  private static final String FILE = "client-encryption.json";
  private static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 3);
  private static final Expiration EXPIRATION = new Expiration(1_800_000_000L);
  private static final RecordVersion VERSION = new RecordVersion(1_700_000_000_000_000L);

  static Stream<JsonNode> keys() {
    return Vectors.cases(FILE, "keys");
  }

  static Stream<JsonNode> encrypted() {
    return Vectors.cases(FILE, "encrypted");
  }

  static Stream<JsonNode> decrypt() {
    return Vectors.cases(FILE, "decrypt");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void derivesTheRecordedKey(JsonNode recorded) {
    assertEquals(Vectors.hex(recorded, "key"), cipher(recorded).derivedKey());
  }

  @ParameterizedTest
  @MethodSource("encrypted")
  void sealsAndOpensLikeTheReference(JsonNode recorded) {
    Bytes plaintext = Vectors.hex(recorded, "plaintext");
    Bytes sealed = Vectors.hex(recorded, "value");
    Bytes nonce = sealed.slice(0, Math.min(12, sealed.size()));

    assertEquals(sealed, cipher(recorded).seal(plaintext, nonce));
    assertEquals(plaintext, cipher(recorded).open(sealed));
  }

  @ParameterizedTest
  @MethodSource("decrypt")
  void opensOrRefusesLikeTheReference(JsonNode recorded) {
    Bytes sealed = Vectors.hex(recorded, "value");

    if (recorded.has("plaintext")) {
      assertEquals(Vectors.hex(recorded, "plaintext"), cipher(recorded).open(sealed));
    } else {
      assertThrows(UnreadableValue.class, () -> cipher(recorded).open(sealed));
    }
  }

  @Test
  void anEmptySecretIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ValueCipher.ofSecret(Bytes.empty()));
  }

  @Test
  void everyValueGetsItsOwnNonce() {
    ValueCipher cipher = ValueCipher.ofSecret(Bytes.utf8("secret"));
    Bytes value = Bytes.utf8("value");

    assertNotEquals(cipher.seal(value), cipher.seal(value));
    assertEquals(value, cipher.open(cipher.seal(value)));
  }

  @Test
  void recordedOperationsHideTheValueOnly() {
    JsonNode operations = Vectors.read(FILE).required("operations");
    ValueCipher cipher = cipher(operations);
    JsonNode set = operations.required("set");
    JsonNode hset = operations.required("hset");
    Bytes key = Vectors.hex(set, "key");
    Bytes field = Vectors.hex(hset, "field");
    Bytes plain = Vectors.hex(set, "plain_value");

    var sealedSet =
        (Operation.Set) cipher.seal(new Operation.Set(NAMESPACE, key, plain, EXPIRATION, VERSION));
    var sealedHSet =
        (Operation.HSet)
            cipher.seal(new Operation.HSet(NAMESPACE, key, field, plain, EXPIRATION, VERSION));

    assertEquals(Vectors.hex(set, "encrypted_key"), sealedSet.key());
    assertEquals(
        new Operation.Set(NAMESPACE, key, sealedSet.value(), EXPIRATION, VERSION), sealedSet);
    assertEquals(Vectors.hex(hset, "encrypted_field"), sealedHSet.field());
    assertEquals(
        new Operation.HSet(NAMESPACE, key, field, sealedHSet.value(), EXPIRATION, VERSION),
        sealedHSet);
    assertEquals(plain, cipher.open(sealedSet.value()));
    assertEquals(plain, cipher.open(sealedHSet.value()));
    assertEquals(plain, cipher.open(Vectors.hex(set, "encrypted_value")));
    assertEquals(plain, cipher.open(Vectors.hex(hset, "encrypted_value")));
  }

  @Test
  void operationsWithoutAValuePassUnchanged() {
    ValueCipher cipher = ValueCipher.ofSecret(Bytes.utf8("secret"));
    Bytes key = Bytes.utf8("key");
    List<Operation> operations =
        List.of(
            new Operation.Get(NAMESPACE, key),
            new Operation.HScan(NAMESPACE, key, 10, Optional.of(Bytes.utf8("cursor"))),
            new Operation.Del(NAMESPACE, key, VERSION),
            new Operation.HSetExp(NAMESPACE, key, key, EXPIRATION, VERSION));

    for (Operation operation : operations) {
      assertSame(operation, cipher.seal(operation));
    }
  }

  @Test
  void aPageOpensWhole() {
    JsonNode operations = Vectors.read(FILE).required("operations");
    ValueCipher cipher = cipher(operations);
    List<Bytes> plain = new ArrayList<>();
    operations
        .required("decrypted_page_values")
        .forEach(value -> plain.add(Bytes.fromHex(value.asText())));

    Answer opened = cipher.open(page(plain.stream().map(cipher::seal).toList()));

    assertEquals(page(plain), opened);
  }

  @Test
  void oneUnreadableEntryFailsThePage() {
    ValueCipher cipher = ValueCipher.ofSecret(Bytes.utf8("secret"));
    Answer page = page(List.of(cipher.seal(Bytes.utf8("good")), Bytes.utf8("plain")));

    assertThrows(UnreadableValue.class, () -> cipher.open(page));
  }

  @Test
  void answersWithoutAValuePassUnchanged() {
    ValueCipher cipher = ValueCipher.ofSecret(Bytes.utf8("secret"));
    List<Answer> answers =
        List.of(
            Answer.Done.INSTANCE,
            new Answer.Found(Optional.empty()),
            new Answer.Expires(Optional.of(EXPIRATION)),
            new Answer.Cardinality(7));

    for (Answer answer : answers) {
      assertEquals(answer, cipher.open(answer));
    }
  }

  @Test
  void noBytesCrashOpening() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ValueCipher cipher = ValueCipher.ofSecret(Bytes.utf8("secret"));
    for (int i = 0; i < 2_000; i++) {
      byte[] sealed = new byte[1 + random.nextInt(80)];
      random.nextBytes(sealed);
      assertThrows(
          UnreadableValue.class, () -> cipher.open(Bytes.wrap(sealed)), () -> "seed " + seed);
    }
  }

  @Test
  void theSecretDoesNotPrint() {
    ValueCipher cipher = ValueCipher.ofSecret(Bytes.utf8("secret"));

    assertFalse(cipher.toString().contains(cipher.derivedKey().toHex()));
  }

  private static ValueCipher cipher(JsonNode recorded) {
    return ValueCipher.ofSecret(Vectors.hex(recorded, "secret"));
  }

  private static Answer page(List<Bytes> values) {
    List<MapEntry> entries = new ArrayList<>();
    for (Bytes value : values) {
      entries.add(
          new MapEntry(
              Bytes.utf8("field" + entries.size()), new LiveRecord(value, EXPIRATION, VERSION)));
    }
    return new Answer.Page(new MapPage(entries, true));
  }
}
