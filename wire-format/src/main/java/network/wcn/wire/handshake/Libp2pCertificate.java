package network.wcn.wire.handshake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.PeerId;
import network.wcn.wire.MalformedMessage;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * A self-signed X.509 certificate in which a peer proves its identity key, as libp2p TLS wants it.
 *
 * <p>The extension holds the peer's Ed25519 key and that key's signature over the certificate's
 * key; the certificate itself is signed by the certificate's key.
 *
 * @param peer who presented it
 * @see "protocol/wire.md section 2"
 */
public record Libp2pCertificate(PeerId peer) {
  static final ASN1ObjectIdentifier EXTENSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.53594.1.1");

  private static final byte[] SIGNED_PREFIX =
      "libp2p-tls-handshake:".getBytes(StandardCharsets.US_ASCII);

  /** Protobuf {@code PublicKey{Type = 1 (Ed25519), Data = 32 bytes}} up to the key. */
  private static final Bytes KEY_PREFIX = Bytes.of(new byte[] {8, 1, 0x12, 0x20});

  /** DER of an Ed25519 SubjectPublicKeyInfo up to the key. */
  private static final Bytes ED25519_INFO_PREFIX = Bytes.fromHex("302a300506032b6570032100");

  private static final int ED25519_KEY_SIZE_BYTES = 32;

  /**
   * Checks a certificate completely.
   *
   * @param der the certificate; bytes after it are ignored
   * @param now when it has to be valid
   * @throws MalformedMessage if it is malformed, expired, not signed by its own key, or does not
   *     prove an Ed25519 identity
   */
  public static Libp2pCertificate verify(byte[] der, Instant now) {
    X509Parts parts = parts(der);
    if (now.isBefore(parts.notBefore()) || now.isAfter(parts.notAfter())) {
      throw new MalformedMessage(
          "the certificate is valid from %s to %s, not at %s"
              .formatted(parts.notBefore(), parts.notAfter(), now));
    }
    try {
      PublicKey key = parts.publicKey();
      if (!verifies(parts.signatureAlgorithm(key), key, parts.signature(), parts.signedPart())) {
        throw new MalformedMessage("the certificate is not signed by its own key");
      }
      Identity identity = identity(parts);
      if (!verifies(
          "Ed25519",
          ed25519(identity.key()),
          identity.signature(),
          signedMessage(parts.publicKeyInfo()))) {
        throw new MalformedMessage("the identity key did not sign the certificate's key");
      }
      return new Libp2pCertificate(PeerId.ofEd25519(identity.key()));
    } catch (MalformedMessage e) {
      throw e;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new MalformedMessage("the certificate's keys or signatures are malformed: " + e, e);
    }
  }

  /**
   * Reads whose certificate it claims to be, for one that {@link #verify} has accepted before.
   *
   * @throws MalformedMessage if it is malformed
   */
  public static Libp2pCertificate readVerified(byte[] der) {
    return new Libp2pCertificate(PeerId.ofEd25519(identity(parts(der)).key()));
  }

  /** Returns what the identity key signs: a prefix and the certificate key's DER. */
  static byte[] signedMessage(byte[] publicKeyInfo) {
    byte[] message = Arrays.copyOf(SIGNED_PREFIX, SIGNED_PREFIX.length + publicKeyInfo.length);
    System.arraycopy(publicKeyInfo, 0, message, SIGNED_PREFIX.length, publicKeyInfo.length);
    return message;
  }

  /** Returns the identity key as the extension carries it. */
  static byte[] protobuf(Bytes identityKey) {
    return KEY_PREFIX.concat(identityKey).toArray();
  }

  private static X509Parts parts(byte[] der) {
    try (ASN1InputStream input = new ASN1InputStream(der)) {
      return X509Parts.of(ASN1Sequence.getInstance(input.readObject()));
    } catch (MalformedMessage e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new MalformedMessage("the certificate is malformed: " + e.getMessage(), e);
    }
  }

  private static Identity identity(X509Parts parts) {
    Bytes key;
    byte[] signature;
    try {
      ASN1Sequence content =
          ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(parts.libp2pExtension()));
      if (content.size() != 2) {
        throw new MalformedMessage(
            "the libp2p extension holds a key and a signature, got " + content.size() + " parts");
      }
      key = Bytes.wrap(ASN1OctetString.getInstance(content.getObjectAt(0)).getOctets());
      signature = ASN1OctetString.getInstance(content.getObjectAt(1)).getOctets();
    } catch (MalformedMessage e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new MalformedMessage("the libp2p extension is malformed: " + e.getMessage(), e);
    }
    if (key.size() != KEY_PREFIX.size() + ED25519_KEY_SIZE_BYTES || !key.startsWith(KEY_PREFIX)) {
      throw new MalformedMessage("the identity is not an Ed25519 key but " + key);
    }
    return new Identity(key.slice(KEY_PREFIX.size(), key.size()), signature);
  }

  private static PublicKey ed25519(Bytes raw) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(ED25519_INFO_PREFIX.concat(raw).unsafeArray()));
  }

  private static boolean verifies(String algorithm, PublicKey key, byte[] signature, byte[] message)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  /** What the libp2p extension says. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; it lives within one method.
  private record Identity(Bytes key, byte[] signature) {}
}
