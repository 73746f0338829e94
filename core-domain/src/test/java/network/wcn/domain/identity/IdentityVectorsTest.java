package network.wcn.domain.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Identities read and print as the reference's, and refuse what it refuses. */
class IdentityVectorsTest {
  private final JsonNode vectors = Vectors.read("identity.json");

  @TestFactory
  Stream<DynamicTest> keysDeriveTheirPublicForms() {
    return Vectors.each(vectors.get("keys"))
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("peer_id_text").textValue(), () -> checkKey(vector)));
  }

  private static void checkKey(JsonNode vector) {
    SecretKey key = new SecretKey(Vectors.bytes(vector.get("seed")));
    assertEquals(vector.get("secret_key_base64").textValue(), key.secretText());
    assertEquals(key, SecretKey.parse(vector.get("secret_key_base64").textValue()));
    assertEquals(Vectors.bytes(vector.get("public_key")), key.publicKey());

    PeerId peer = key.peerId();
    assertEquals(Optional.of(key.publicKey()), peer.publicKey());
    assertEquals(Vectors.bytes(vector.get("peer_id_bytes")), peer.multihash());
    assertEquals(vector.get("peer_id_text").textValue(), peer.toString());
    assertEquals(Vectors.bytes(vector.get("ff1_tweak")), peer.digest());

    Bytes message = Vectors.bytes(vector.get("signed_message"));
    Bytes signature = key.sign(message);
    assertEquals(Vectors.bytes(vector.get("signature")), signature);
    assertTrue(SecretKey.verify(key.publicKey(), message, signature));
    assertFalse(SecretKey.verify(key.publicKey(), message.concat(Bytes.of((byte) 0)), signature));
  }

  @TestFactory
  Stream<DynamicTest> secretKeyTexts() {
    return texts(
        "secret_key_texts",
        SecretKey::parse,
        (vector, key) -> {
          assertEquals(vector.get("peer_id_text").textValue(), key.peerId().toString());
          assertEquals(vector.get("text").textValue(), key.secretText());
        });
  }

  @TestFactory
  Stream<DynamicTest> clusterKeyTexts() {
    return texts(
        "encryption_key_texts",
        ClusterKey::parse,
        (vector, key) -> {
          assertEquals(Vectors.bytes(vector.get("key")), key.secretBytes());
          assertEquals(vector.get("key").textValue(), key.secretText());
        });
  }

  @TestFactory
  Stream<DynamicTest> peerIdTexts() {
    return texts(
        "peer_id_texts",
        PeerId::parse,
        (vector, peer) -> {
          assertEquals(Vectors.bytes(vector.get("bytes")), peer.multihash());
          assertEquals(vector.get("text").textValue(), peer.toString());
        });
  }

  @TestFactory
  Stream<DynamicTest> operatorIdTexts() {
    return texts(
        "operator_id_texts",
        OperatorId::parse,
        (vector, operator) -> assertEquals(vector.get("printed").textValue(), operator.toString()));
  }

  @TestFactory
  Stream<DynamicTest> namespaceTexts() {
    return texts(
        "namespace_texts",
        Namespace::parse,
        (vector, namespace) -> {
          Bytes bytes = Vectors.bytes(vector.get("bytes"));
          assertEquals(bytes, namespace.toBytes());
          assertEquals(namespace, Namespace.fromBytes(bytes));
          assertEquals(vector.get("index").intValue(), namespace.index());
        });
  }

  private <T> Stream<DynamicTest> texts(
      String group, Function<String, T> parse, BiConsumer<JsonNode, T> check) {
    return Vectors.each(vectors.get(group))
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("note").textValue(),
                () -> {
                  String text = vector.get("text").textValue();
                  if (vector.get("accepted").booleanValue()) {
                    check.accept(vector, parse.apply(text));
                  } else {
                    assertThrows(IllegalArgumentException.class, () -> parse.apply(text));
                  }
                }));
  }
}
