package network.wcn.cli.key;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import network.wcn.domain.Bytes;
import network.wcn.domain.InvariantViolation;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;

/**
 * A secret key under a passphrase, as text that other tools read as well: {@code openssl pkey -in
 * FILE}. PKCS #8 in PEM, encrypted by PBES2 with PBKDF2 (HMAC-SHA256) and AES-256-CBC; the line
 * before it names the peer ID, by which damage is noticed.
 *
 * @see "RFC 7468 (PEM), RFC 5958 and 8410 (PKCS #8 of Ed25519), RFC 8018 (PBES2)"
 */
final class EncryptedKey {
  private static final String SCHEME = "PBEWithHmacSHA256AndAES_256";
  private static final int SALT_SIZE_BYTES = 16;
  private static final int BLOCK_SIZE_BYTES = 16;

  /** What OWASP asks of PBKDF2 with HMAC-SHA256; half a second. */
  private static final int ITERATIONS = 600_000;

  /** More would only keep whoever opens the file waiting. */
  private static final int MOST_ITERATIONS = 10_000_000;

  private static final String BEGIN = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
  private static final String END = "-----END ENCRYPTED PRIVATE KEY-----";
  private static final String LABEL = "Peer ID: ";
  private static final Pattern BLOCK = Pattern.compile(BEGIN + "([A-Za-z0-9+/=\\s]*)" + END);
  private static final Pattern LABELLED = Pattern.compile("(?m)^" + LABEL + "(\\S+)$");

  private EncryptedKey() {}

  /** Returns the text of {@code key} under {@code passphrase}. */
  static String write(SecretKey key, char[] passphrase, SecureRandom random) {
    byte[] salt = new byte[SALT_SIZE_BYTES];
    byte[] vector = new byte[BLOCK_SIZE_BYTES];
    random.nextBytes(salt);
    random.nextBytes(vector);
    byte[] encoded;
    try {
      Cipher cipher = Cipher.getInstance(SCHEME);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          SecretKeyFactory.getInstance(SCHEME).generateSecret(new PBEKeySpec(passphrase)),
          new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(vector)));
      byte[] seed = Base64.getDecoder().decode(key.secretText());
      byte[] plain =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed))
              .getEncoded();
      // The JDK knows the identifier of PBES2, but not that of the scheme inside by its name.
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
      parameters.init(cipher.getParameters().getEncoded());
      encoded = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(plain)).getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new InvariantViolation("every JDK knows " + SCHEME + ", this one says: " + e);
    }
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return LABEL + key.peerId() + "\n" + BEGIN + "\n" + body + "\n" + END + "\n";
  }

  /**
   * Returns the key that {@code text} holds.
   *
   * @throws IllegalArgumentException if it holds none, if {@code passphrase} does not open it, or
   *     if it is not the key of the peer ID that the text names
   */
  static SecretKey read(String text, char[] passphrase) {
    SecretKey key = open(parse(text), passphrase);
    Optional<PeerId> label = label(text);
    if (label.isPresent() && !label.get().equals(key.peerId())) {
      throw new IllegalArgumentException(
          "names the key of " + label.get() + ", but holds that of " + key.peerId());
    }
    return key;
  }

  private static EncryptedPrivateKeyInfo parse(String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw new IllegalArgumentException("is no exported key: it has no block \"" + BEGIN + "\"");
    }
    try {
      return new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(block.group(1)));
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private static Optional<PeerId> label(String text) {
    Matcher label = LABELLED.matcher(text);
    try {
      return label.find() ? Optional.of(PeerId.parse(label.group(1))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private static IllegalArgumentException damaged(Exception e) {
    return new IllegalArgumentException(
        "is damaged, or not encrypted by PBES2 with PBKDF2 and AES: " + e.getMessage(), e);
  }

  private static SecretKey open(EncryptedPrivateKeyInfo sealed, char[] passphrase) {
    AlgorithmParameters parameters = sealed.getAlgParameters();
    Cipher cipher;
    try {
      if (parameters == null) {
        throw new NoSuchAlgorithmException(sealed.getAlgName());
      }
      int iterations = parameters.getParameterSpec(PBEParameterSpec.class).getIterationCount();
      if (iterations > MOST_ITERATIONS) {
        throw new IllegalArgumentException(
            "asks for " + iterations + " iterations, more than " + MOST_ITERATIONS);
      }
      String scheme = parameters.toString();
      cipher = Cipher.getInstance(scheme);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(passphrase)),
          parameters);
    } catch (GeneralSecurityException e) {
      throw damaged(e);
    }
    try {
      EdECPrivateKey key =
          (EdECPrivateKey)
              KeyFactory.getInstance("Ed25519").generatePrivate(sealed.getKeySpec(cipher));
      return new SecretKey(Bytes.wrap(key.getBytes().orElseThrow()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "is not opened by this passphrase, is damaged, or holds no Ed25519 key", e);
    }
  }
}
