package network.wcn.wire.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;

/**
 * Seals values before a client sends them and opens them when they come back.
 *
 * <p>A sealed value is {@code nonce (12) || ciphertext || tag (16)}, ChaCha20-Poly1305 without
 * associated data under a key that HKDF-SHA256 derives from the client's secret. An empty value
 * stays empty. Keys, fields, versions and expirations are not encrypted, and nothing ties a sealed
 * value to its key: an operator could answer the value of another key of the same secret.
 *
 * <p>Nonces are random: change the secret before 2^32 values were sealed with it. Safe for use by
 * many threads.
 *
 * @see "protocol/wire.md section 12"
 */
public final class ValueCipher {
  /** How much longer than the value a sealed value is, in bytes. */
  public static final int OVERHEAD_BYTES = 28;

  private static final int NONCE_SIZE_BYTES = 12;
  private static final int KEY_SIZE_BYTES = 32;
  private static final String ALGORITHM = "ChaCha20-Poly1305";

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private ValueCipher(SecretKey key) {
    this.key = key;
  }

  /**
   * Returns the cipher of {@code secret}, which every reader of the values must know.
   *
   * @throws IllegalArgumentException if {@code secret} is empty
   */
  public static ValueCipher ofSecret(Bytes secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("the encryption secret is empty, expected 1 byte or more");
    }
    HKDFParameterSpec derivation =
        HKDFParameterSpec.ofExtract()
            .addSalt(Bytes.utf8("wcn_client").toArray())
            .addIKM(secret.toArray())
            .thenExpand(Bytes.utf8("encryption_key").toArray(), KEY_SIZE_BYTES);
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      return new ValueCipher(hkdf.deriveKey("ChaCha20", derivation));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no HKDF-SHA256", e);
    }
  }

  /** Returns {@code value} sealed under a fresh random nonce; an empty value stays empty. */
  public Bytes seal(Bytes value) {
    byte[] nonce = new byte[NONCE_SIZE_BYTES];
    random.nextBytes(nonce);
    return seal(value, Bytes.wrap(nonce));
  }

  Bytes seal(Bytes value, Bytes nonce) {
    if (value.isEmpty()) {
      return value;
    }
    byte[] sealed = new byte[value.size() + OVERHEAD_BYTES];
    System.arraycopy(nonce.unsafeArray(), 0, sealed, 0, NONCE_SIZE_BYTES);
    try {
      cipher(Cipher.ENCRYPT_MODE, sealed)
          .doFinal(value.unsafeArray(), 0, value.size(), sealed, NONCE_SIZE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal a value of " + value.size() + " bytes", e);
    }
    return Bytes.wrap(sealed);
  }

  /**
   * Returns the value that was sealed; an empty value stays empty.
   *
   * @throws UnreadableValue if {@code sealed} has 1 to 28 bytes or does not open
   */
  public Bytes open(Bytes sealed) {
    if (sealed.isEmpty()) {
      return sealed;
    }
    if (sealed.size() <= OVERHEAD_BYTES) {
      throw new UnreadableValue(
          "an encrypted value has at least "
              + (OVERHEAD_BYTES + 1)
              + " bytes, got "
              + sealed.size());
    }
    byte[] content = sealed.unsafeArray();
    try {
      return Bytes.wrap(
          cipher(Cipher.DECRYPT_MODE, content)
              .doFinal(content, NONCE_SIZE_BYTES, content.length - NONCE_SIZE_BYTES));
    } catch (AEADBadTagException e) {
      throw new UnreadableValue(
          "a value of " + sealed.size() + " bytes does not open under this secret", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open a value of " + sealed.size() + " bytes", e);
    }
  }

  /** Returns {@code operation} with its record's value sealed, if it stores one. */
  public Operation seal(Operation operation) {
    return switch (operation) {
      case Operation.Set(var namespace, var key, var value, var expiration, var version) ->
          new Operation.Set(namespace, key, seal(value), expiration, version);
      case Operation.HSet(
              var namespace,
              var key,
              var field,
              var value,
              var expiration,
              var version) ->
          new Operation.HSet(namespace, key, field, seal(value), expiration, version);
      case Operation.Read read -> read;
      case Operation.Del del -> del;
      case Operation.SetExp setExp -> setExp;
      case Operation.HDel hdel -> hdel;
      case Operation.HSetExp hsetExp -> hsetExp;
    };
  }

  /**
   * Returns {@code answer} with every value in it opened.
   *
   * @throws UnreadableValue if one of them does not open, also for a page whose others do
   */
  public Answer open(Answer answer) {
    return switch (answer) {
      case Answer.Found(Optional<LiveRecord> found) -> new Answer.Found(found.map(this::open));
      case Answer.Page(MapPage(List<MapEntry> entries, boolean hasNext)) ->
          new Answer.Page(new MapPage(entries.stream().map(this::open).toList(), hasNext));
      case Answer.Done done -> done;
      case Answer.Expires expires -> expires;
      case Answer.Cardinality cardinality -> cardinality;
    };
  }

  private MapEntry open(MapEntry entry) {
    return new MapEntry(entry.field(), open(entry.record()));
  }

  private LiveRecord open(LiveRecord sealed) {
    return new LiveRecord(open(sealed.value()), sealed.expiration(), sealed.version());
  }

  private Cipher cipher(int mode, byte[] noncePrefixed) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new IvParameterSpec(noncePrefixed, 0, NONCE_SIZE_BYTES));
    return cipher;
  }

  /** Returns the derived key, for comparing it with recorded ones. */
  Bytes derivedKey() {
    return Bytes.of(key.getEncoded());
  }

  /** Returns a text without the key. */
  @Override
  public String toString() {
    return "ValueCipher";
  }
}
