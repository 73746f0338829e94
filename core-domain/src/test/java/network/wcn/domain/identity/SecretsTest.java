package network.wcn.domain.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import network.wcn.domain.Bytes;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final Bytes SEED = Bytes.wrap(new byte[32]);
  private static final String SEED_BASE64 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @Test
  void secretsDoNotPrint() {
    assertEquals(
        "SecretKey(of 12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN)",
        new SecretKey(SEED).toString());
    assertEquals("ClusterKey(redacted)", new ClusterKey(SEED).toString());
  }

  @Test
  void aRefusedSecretIsNotRepeated() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SecretKey.parse(SEED_BASE64 + "\n"));
    assertFalse(refusal.toString().contains("AAAA"), refusal.toString());

    refusal = assertThrows(IllegalArgumentException.class, () -> ClusterKey.parse("ab".repeat(31)));
    assertFalse(refusal.toString().contains("abab"), refusal.toString());
  }

  @Test
  void keysCompareByContent() {
    byte[] other = new byte[32];
    other[31] = 1;
    assertEquals(new SecretKey(SEED), SecretKey.parse(SEED_BASE64));
    assertNotEquals(new SecretKey(SEED), new SecretKey(Bytes.wrap(other)));
    assertNotEquals(new ClusterKey(SEED), new ClusterKey(Bytes.wrap(other)));
  }

  @Test
  void malformedSignaturesAndPublicKeysVerifyNothing() {
    SecretKey key = new SecretKey(SEED);
    Bytes signature = key.sign(SEED);
    assertFalse(SecretKey.verify(key.publicKey(), SEED, signature.slice(0, 63)));
    assertFalse(SecretKey.verify(key.publicKey(), SEED, Bytes.empty()));
    assertFalse(SecretKey.verify(key.publicKey().slice(0, 31), SEED, signature));
    byte[] offTheCurve = new byte[32];
    offTheCurve[0] = 2;
    assertFalse(SecretKey.verify(Bytes.wrap(offTheCurve), SEED, signature));
  }
}
