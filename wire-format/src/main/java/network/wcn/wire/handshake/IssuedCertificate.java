package network.wcn.wire.handshake;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import network.wcn.domain.Bytes;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * Our own certificate with its key: ECDSA P-256, empty names, valid 1975 to 4096, the libp2p
 * extension critical, as the network's other nodes make them.
 *
 * @param der the certificate
 * @param key its private key; not the identity key
 * @see "protocol/wire.md section 2"
 */
public record IssuedCertificate(Bytes der, PrivateKey key) {
  private static final ASN1ObjectIdentifier ECDSA_SHA256 =
      new ASN1ObjectIdentifier("1.2.840.10045.4.3.2");
  private static final int V3 = 2;
  private static final int SERIAL_BITS = 158;

  /**
   * Makes a fresh certificate key and a certificate that proves {@code identityKey} with it.
   *
   * @param identityKey the 32 bytes of the Ed25519 public key
   * @param signer the holder of its private half
   */
  public static IssuedCertificate issue(Bytes identityKey, IdentitySigner signer) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] keyInfo = pair.getPublic().getEncoded();
      Bytes proof = signer.sign(Bytes.wrap(Libp2pCertificate.signedMessage(keyInfo)));
      ASN1Encodable extension =
          sequence(
              new DEROctetString(Libp2pCertificate.protobuf(identityKey)),
              new DEROctetString(proof.toArray()));
      DERSequence signed = signedPart(keyInfo, extension);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getEncoded(ASN1Encoding.DER));
      DERSequence certificate =
          sequence(signed, sequence(ECDSA_SHA256), new DERBitString(signature.sign()));
      return new IssuedCertificate(
          Bytes.wrap(certificate.getEncoded(ASN1Encoding.DER)), pair.getPrivate());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot make an ECDSA P-256 certificate", e);
    }
  }

  private static DERSequence signedPart(byte[] keyInfo, ASN1Encodable extension)
      throws IOException {
    DERSequence libp2p =
        sequence(
            Libp2pCertificate.EXTENSION,
            ASN1Boolean.TRUE,
            new DEROctetString(extension.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
    return sequence(
        new DERTaggedObject(true, 0, new ASN1Integer(V3)),
        new ASN1Integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS)),
        sequence(ECDSA_SHA256),
        sequence(),
        sequence(new ASN1UTCTime("750101000000Z"), new ASN1GeneralizedTime("40960101000000Z")),
        sequence(),
        ASN1Primitive.fromByteArray(keyInfo),
        new DERTaggedObject(true, 3, sequence(libp2p)));
  }

  private static DERSequence sequence(ASN1Encodable... parts) {
    return new DERSequence(parts);
  }

  /** Returns the size only: the key is a secret. */
  @Override
  public String toString() {
    return "IssuedCertificate[" + der.size() + " bytes]";
  }
}
