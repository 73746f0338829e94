package network.wcn.adapter.quic.netty;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import network.wcn.domain.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Our certificate as the JSSE interfaces want it: only its bytes can be had.
 *
 * <p>The JDK's own class refuses certificates with an empty issuer, which ours has.
 */
@SuppressWarnings("deprecation") // Two abstract methods to implement are.
final class EncodedCertificate extends X509Certificate {
  private static final long serialVersionUID = 1L;

  private final transient Bytes der;

  EncodedCertificate(Bytes der) {
    this.der = der;
  }

  @Override
  public byte[] getEncoded() {
    return der.toArray();
  }

  @Override
  public String toString() {
    return "EncodedCertificate[" + der.size() + " bytes]";
  }

  @Override
  public void checkValidity() {
    throw onlyBytes();
  }

  @Override
  public void checkValidity(Date date) {
    throw onlyBytes();
  }

  @Override
  public void verify(PublicKey key) {
    throw onlyBytes();
  }

  @Override
  public void verify(PublicKey key, String provider) {
    throw onlyBytes();
  }

  @Override
  public int getVersion() {
    return 3;
  }

  @Override
  public BigInteger getSerialNumber() {
    throw onlyBytes();
  }

  @Override
  public Principal getIssuerDN() {
    throw onlyBytes();
  }

  @Override
  public Principal getSubjectDN() {
    throw onlyBytes();
  }

  @Override
  public Date getNotBefore() {
    throw onlyBytes();
  }

  @Override
  public Date getNotAfter() {
    throw onlyBytes();
  }

  @Override
  public byte[] getTBSCertificate() {
    throw onlyBytes();
  }

  @Override
  public byte[] getSignature() {
    throw onlyBytes();
  }

  @Override
  public String getSigAlgName() {
    throw onlyBytes();
  }

  @Override
  public String getSigAlgOID() {
    throw onlyBytes();
  }

  @Override
  public byte @Nullable [] getSigAlgParams() {
    return null;
  }

  @Override
  public boolean @Nullable [] getIssuerUniqueID() {
    return null;
  }

  @Override
  public boolean @Nullable [] getSubjectUniqueID() {
    return null;
  }

  @Override
  public boolean @Nullable [] getKeyUsage() {
    return null;
  }

  @Override
  public int getBasicConstraints() {
    return -1;
  }

  @Override
  public PublicKey getPublicKey() {
    throw onlyBytes();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return false;
  }

  @Override
  public @Nullable Set<String> getCriticalExtensionOIDs() {
    return null;
  }

  @Override
  public @Nullable Set<String> getNonCriticalExtensionOIDs() {
    return null;
  }

  @Override
  public byte @Nullable [] getExtensionValue(String oid) {
    return null;
  }

  private static UnsupportedOperationException onlyBytes() {
    return new UnsupportedOperationException("only the encoded certificate is there");
  }
}
