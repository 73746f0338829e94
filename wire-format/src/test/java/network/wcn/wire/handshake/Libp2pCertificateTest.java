package network.wcn.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.PeerId;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Libp2pCertificateTest {
  private static final Instant NOW = Instant.parse("2026-02-09T00:00:00Z");

  static Stream<JsonNode> certificates() {
    return Vectors.cases("handshake.json", "certificates");
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void judgesCertificatesLikeTheReference(JsonNode recorded) {
    byte[] der = Vectors.hex(recorded, "der").toArray();
    if (recorded.required("accepted").asBoolean()) {
      PeerId expected = PeerId.parse(recorded.required("peer_id_text").asText());
      assertEquals(expected, Libp2pCertificate.verify(der, NOW).peer());
      assertEquals(expected, Libp2pCertificate.readVerified(der).peer());
    } else {
      assertThrows(
          MalformedMessage.class,
          () -> Libp2pCertificate.verify(der, NOW),
          recorded.required("note").asText());
    }
  }

  @Test
  void ourOwnCertificateProvesTheKeyThatSignedIt() throws GeneralSecurityException {
    KeyPair identity = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    IssuedCertificate issued = issue(identity, identity);

    assertEquals(
        PeerId.ofEd25519(publicKey(identity)),
        Libp2pCertificate.verify(issued.der().toArray(), NOW).peer());
  }

  @Test
  void everyCertificateHasAKeyOfItsOwn() throws GeneralSecurityException {
    KeyPair identity = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    assertNotEquals(issue(identity, identity).der(), issue(identity, identity).der());
  }

  @Test
  void someoneElsesPeerIdCannotBeClaimed() throws GeneralSecurityException {
    KeyPair victim = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair thief = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] forged = issue(victim, thief).der().toArray();

    assertThrows(MalformedMessage.class, () -> Libp2pCertificate.verify(forged, NOW));
  }

  @Test
  void noChangeOfAByteIsEverTakenForAnotherPeer() throws GeneralSecurityException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    KeyPair identity = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] good = issue(identity, identity).der().toArray();
    PeerId peer = PeerId.ofEd25519(publicKey(identity));
    for (int i = 0; i < 2_000; i++) {
      byte[] changed = good.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        assertEquals(peer, Libp2pCertificate.verify(changed, NOW).peer(), "seed " + seed);
      } catch (MalformedMessage expected) {
        assertNotEquals("", expected.getMessage());
      }
    }
  }

  private static IssuedCertificate issue(KeyPair claimed, KeyPair signing) {
    return IssuedCertificate.issue(publicKey(claimed), message -> sign(signing, message));
  }

  private static Bytes publicKey(KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    return Bytes.of(encoded, encoded.length - 32, 32);
  }

  private static Bytes sign(KeyPair pair, Bytes message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message.toArray());
      return Bytes.wrap(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
