package network.wcn.wire.handshake;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import network.wcn.wire.MalformedMessage;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an X.509 v3 certificate that matter here, read straight from its ASN.1.
 *
 * <p>The certificate classes of the JDK and of BouncyCastle refuse the empty issuer that the
 * network's certificates have; the names are not looked at.
 */
record X509Parts(
    ASN1Sequence signed,
    ASN1Sequence algorithm,
    ASN1BitString signatureBits,
    Instant notBefore,
    Instant notAfter,
    ASN1Sequence keyInfo,
    ASN1OctetString extension) {
  private static final int VERSION_TAG = 0;
  private static final int EXTENSIONS_TAG = 3;
  private static final int V3 = 2;

  static X509Parts of(ASN1Sequence certificate) {
    expect("a certificate has 3 parts", certificate.size() == 3);
    ASN1Sequence signed = ASN1Sequence.getInstance(certificate.getObjectAt(0));
    ASN1Sequence algorithm = ASN1Sequence.getInstance(certificate.getObjectAt(1));
    expect("a certificate with extensions has at least 8 fields", signed.size() >= 8);
    ASN1TaggedObject version = ASN1TaggedObject.getInstance(signed.getObjectAt(0));
    expect("the first field is the version", version.hasContextTag(VERSION_TAG));
    expect(
        "the version is 3", ASN1Integer.getInstance(version.getExplicitBaseObject()).hasValue(V3));
    expect("one signature algorithm", algorithm.equals(signed.getObjectAt(2)));
    ASN1Sequence validity = ASN1Sequence.getInstance(signed.getObjectAt(4));
    expect("a validity has 2 times", validity.size() == 2);
    return new X509Parts(
        signed,
        algorithm,
        ASN1BitString.getInstance(certificate.getObjectAt(2)),
        instant(validity.getObjectAt(0)),
        instant(validity.getObjectAt(1)),
        ASN1Sequence.getInstance(signed.getObjectAt(6)),
        extension(signed));
  }

  byte[] signedPart() {
    return encoded(signed);
  }

  byte[] publicKeyInfo() {
    return encoded(keyInfo);
  }

  byte[] signature() {
    return signatureBits.getOctets();
  }

  byte[] libp2pExtension() {
    return extension.getOctets();
  }

  PublicKey publicKey() throws GeneralSecurityException {
    String oid = firstOid(ASN1Sequence.getInstance(keyInfo.getObjectAt(0)));
    String name =
        switch (oid) {
          case "1.2.840.10045.2.1" -> "EC";
          case "1.3.101.112" -> "Ed25519";
          case "1.2.840.113549.1.1.1" -> "RSA";
          default -> throw new MalformedMessage("unknown kind of certificate key " + oid);
        };
    return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(publicKeyInfo()));
  }

  /** Returns the JCA's name of the algorithm, which has to fit the key as TLS 1.3 pairs them. */
  String signatureAlgorithm(PublicKey key) {
    String oid = firstOid(algorithm);
    int curveBits =
        key instanceof ECPublicKey ec ? ec.getParams().getCurve().getField().getFieldSize() : 0;
    @Nullable String name =
        switch (oid) {
          case "1.2.840.10045.4.3.2" -> curveBits == 256 ? "SHA256withECDSA" : null;
          case "1.2.840.10045.4.3.3" -> curveBits == 384 ? "SHA384withECDSA" : null;
          case "1.3.101.112" -> "Ed25519";
          case "1.2.840.113549.1.1.11" -> "SHA256withRSA";
          case "1.2.840.113549.1.1.12" -> "SHA384withRSA";
          case "1.2.840.113549.1.1.13" -> "SHA512withRSA";
          default -> null;
        };
    if (name == null) {
      throw new MalformedMessage("signature algorithm " + oid + " does not fit the key");
    }
    return name;
  }

  private static ASN1OctetString extension(ASN1Sequence signed) {
    ASN1Encodable last = signed.getObjectAt(signed.size() - 1);
    ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(last);
    expect("the last field holds the extensions", tagged.hasContextTag(EXTENSIONS_TAG));
    @Nullable ASN1OctetString found = null;
    for (ASN1Encodable each : ASN1Sequence.getInstance(tagged.getExplicitBaseObject())) {
      ASN1Sequence extension = ASN1Sequence.getInstance(each);
      expect("an extension has 2 or 3 fields", extension.size() == 2 || extension.size() == 3);
      ASN1ObjectIdentifier oid = ASN1ObjectIdentifier.getInstance(extension.getObjectAt(0));
      boolean isCritical =
          extension.size() == 3 && ASN1Boolean.getInstance(extension.getObjectAt(1)).isTrue();
      if (oid.equals(Libp2pCertificate.EXTENSION)) {
        expect("the libp2p extension stands once", found == null);
        found = ASN1OctetString.getInstance(extension.getObjectAt(extension.size() - 1));
      } else {
        expect("no critical extension but libp2p's, got " + oid, !isCritical);
      }
    }
    if (found == null) {
      throw new MalformedMessage("the certificate has no libp2p extension");
    }
    return found;
  }

  private static String firstOid(ASN1Sequence algorithm) {
    return ASN1ObjectIdentifier.getInstance(algorithm.getObjectAt(0)).getId();
  }

  private static Instant instant(ASN1Encodable time) {
    try {
      return time instanceof ASN1UTCTime utc
          ? utc.getAdjustedDate().toInstant()
          : ASN1GeneralizedTime.getInstance(time).getDate().toInstant();
    } catch (ParseException e) {
      throw new MalformedMessage("the validity is malformed: " + e.getMessage(), e);
    }
  }

  private static byte[] encoded(ASN1Sequence sequence) {
    try {
      return sequence.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalArgumentException("ASN.1 that cannot be encoded again", e);
    }
  }

  private static void expect(String what, boolean holds) {
    if (!holds) {
      throw new MalformedMessage("malformed certificate: " + what);
    }
  }
}
