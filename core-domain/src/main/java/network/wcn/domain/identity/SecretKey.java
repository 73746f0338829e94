package network.wcn.domain.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import network.wcn.domain.Bytes;
import network.wcn.domain.InvariantViolation;

/**
 * The Ed25519 key of a node, a database or a client: 32 secret bytes, the seed of RFC 8032.
 *
 * <p>Never prints itself; {@link #secretText()} is the text form. Safe for use by many threads.
 *
 * @see "protocol/wire.md section 1"
 */
public final class SecretKey {
  /** Size of the seed, and of a public key. */
  public static final int SIZE_BYTES = 32;

  private static final String ALGORITHM = "Ed25519";

  private final Bytes seed;
  private final PrivateKey signer;
  private final Bytes publicKey;

  /**
   * Wraps the 32 bytes of a seed.
   *
   * @throws IllegalArgumentException if {@code seed} has another size
   */
  public SecretKey(Bytes seed) {
    if (seed.size() != SIZE_BYTES) {
      throw new IllegalArgumentException("a secret key has 32 bytes, got " + seed.size());
    }
    this.seed = seed;
    try {
      this.signer =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.toArray()));
      this.publicKey = derivePublicKey(seed);
    } catch (GeneralSecurityException e) {
      throw missingFromJdk(e);
    }
    if (!verify(publicKey, Bytes.empty(), sign(Bytes.empty()))) {
      throw new InvariantViolation("the public key " + publicKey + " does not match its seed");
    }
  }

  /**
   * Reads base64 of the 32 bytes: standard alphabet, padded, zero spare bits, no white space.
   *
   * @throws IllegalArgumentException if {@code text} is anything else; the message does not repeat
   *     it
   */
  public static SecretKey parse(String text) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw refused(text);
    }
    // The JDK takes missing padding and spare bits; writing it again shows whether there were any.
    boolean exact = Base64.getEncoder().encodeToString(decoded).equals(text);
    if (!exact || decoded.length != SIZE_BYTES) {
      throw refused(text);
    }
    return new SecretKey(Bytes.wrap(decoded));
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "a secret key is 32 bytes in padded base64 (44 characters), got "
            + text.length()
            + " characters that are not");
  }

  /** Returns the secret in base64. */
  public String secretText() {
    return Base64.getEncoder().encodeToString(seed.unsafeArray());
  }

  /** Returns the 32 bytes of the public key. */
  public Bytes publicKey() {
    return publicKey;
  }

  /** Returns the peer ID that this key proves. */
  public PeerId peerId() {
    return PeerId.ofEd25519(publicKey);
  }

  /** Returns the 64 bytes of the signature; the same message always gives the same one. */
  public Bytes sign(Bytes message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(signer);
      signature.update(message.unsafeArray());
      return Bytes.wrap(signature.sign());
    } catch (GeneralSecurityException e) {
      throw missingFromJdk(e);
    }
  }

  /**
   * Returns whether {@code signature} is that of {@code message} by the owner of {@code publicKey};
   * false also for signatures and public keys that are malformed.
   */
  public static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
    if (publicKey.size() != SIZE_BYTES) {
      return false;
    }
    try {
      PublicKey verifier =
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(
                  new EdECPublicKeySpec(NamedParameterSpec.ED25519, pointOf(publicKey)));
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(verifier);
      check.update(message.unsafeArray());
      return check.verify(signature.unsafeArray());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /**
   * The JDK derives a public key only while it generates a pair, so hand it the seed for random.
   */
  private static Bytes derivePublicKey(Bytes seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
    generator.initialize(NamedParameterSpec.ED25519, new GivenSeed(seed));
    EdECPoint point = ((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint();
    byte[] bigEndian = point.getY().toByteArray();
    byte[] encoded = new byte[SIZE_BYTES];
    for (int i = 0; i < Math.min(SIZE_BYTES, bigEndian.length); i++) {
      encoded[i] = bigEndian[bigEndian.length - 1 - i];
    }
    if (point.isXOdd()) {
      encoded[SIZE_BYTES - 1] |= (byte) 0x80;
    }
    return Bytes.wrap(encoded);
  }

  private static EdECPoint pointOf(Bytes publicKey) {
    byte[] bigEndian = new byte[SIZE_BYTES];
    for (int i = 0; i < SIZE_BYTES; i++) {
      bigEndian[i] = publicKey.at(SIZE_BYTES - 1 - i);
    }
    boolean xOdd = bigEndian[0] < 0;
    bigEndian[0] &= 0x7f;
    return new EdECPoint(xOdd, new BigInteger(1, bigEndian));
  }

  private static InvariantViolation missingFromJdk(GeneralSecurityException e) {
    return new InvariantViolation("every JDK knows Ed25519, this one says: " + e);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretKey key
        && MessageDigest.isEqual(seed.unsafeArray(), key.seed.unsafeArray());
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "SecretKey(of " + peerId() + ")";
  }

  /** Gives the seed to whoever asks for 32 random bytes, so nothing here is random. */
  private static final class GivenSeed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Bytes seed;

    GivenSeed(Bytes seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] wanted) {
      if (wanted.length != SIZE_BYTES) {
        throw new InvariantViolation(
            "an Ed25519 key takes 32 random bytes, the JDK asked for " + wanted.length);
      }
      System.arraycopy(seed.unsafeArray(), 0, wanted, 0, SIZE_BYTES);
    }
  }
}
