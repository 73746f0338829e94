package network.wcn.wire.account;

import java.math.BigInteger;
import java.util.Arrays;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.wire.MalformedMessage;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The curve of EVM accounts: deterministic ECDSA (RFC 6979, low s) and recovery of the signer.
 *
 * <p>A signature is r (32 bytes), s (32 bytes) and a recovery byte of 27 or 28.
 */
final class Secp256k1 {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final BigInteger HALF_ORDER = CURVE.getN().shiftRight(1);
  private static final int NUMBER_BYTES = 32;
  private static final int SIGNATURE_BYTES = 2 * NUMBER_BYTES + 1;
  private static final int RECOVERY_BASE = 27;

  private Secp256k1() {}

  static boolean isPrivateKey(BigInteger number) {
    return number.signum() > 0 && number.compareTo(CURVE.getN()) < 0;
  }

  static OperatorId addressOf(BigInteger privateKey) {
    return address(new FixedPointCombMultiplier().multiply(CURVE.getG(), privateKey));
  }

  static Bytes sign(BigInteger privateKey, Bytes digest) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(privateKey, DOMAIN));
    BigInteger[] signature = signer.generateSignature(digest.toArray());
    BigInteger r = signature[0];
    BigInteger s =
        signature[1].compareTo(HALF_ORDER) > 0 ? CURVE.getN().subtract(signature[1]) : signature[1];
    OperatorId address = addressOf(privateKey);
    for (int parity = 0; parity < 2; parity++) {
      Bytes candidate = encode(r, s, RECOVERY_BASE + parity);
      if (recover(digest, candidate).equals(address)) {
        return candidate;
      }
    }
    // r at or above the group order happens once in 2^128 signatures; no account can make one.
    throw new IllegalStateException("no recovery byte fits the signature of " + address);
  }

  /**
   * Returns the account that signed {@code digest}.
   *
   * @throws MalformedMessage if {@code signature} is not one that {@link #sign} could make
   */
  static OperatorId recover(Bytes digest, Bytes signature) {
    if (signature.size() != SIGNATURE_BYTES) {
      throw new MalformedMessage(
          "a signature has " + SIGNATURE_BYTES + " bytes, got " + signature.size());
    }
    BigInteger r = number(signature.slice(0, NUMBER_BYTES));
    BigInteger s = number(signature.slice(NUMBER_BYTES, 2 * NUMBER_BYTES));
    int parity = signature.at(2 * NUMBER_BYTES) - RECOVERY_BASE;
    if (!isPrivateKey(r) || s.signum() <= 0 || s.compareTo(HALF_ORDER) > 0) {
      throw new MalformedMessage("a number of the signature is outside its range");
    }
    if (parity != 0 && parity != 1) {
      throw new MalformedMessage("a recovery byte is 27 or 28, got " + (parity + RECOVERY_BASE));
    }
    ECPoint nonce = point(r, parity);
    BigInteger inverse = r.modInverse(CURVE.getN());
    BigInteger u1 = number(digest).negate().multiply(inverse).mod(CURVE.getN());
    BigInteger u2 = s.multiply(inverse).mod(CURVE.getN());
    ECPoint publicKey = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, nonce, u2).normalize();
    if (publicKey.isInfinity()) {
      throw new MalformedMessage("the signature belongs to no account");
    }
    return address(publicKey);
  }

  private static ECPoint point(BigInteger x, int parity) {
    byte[] compressed = new byte[1 + NUMBER_BYTES];
    compressed[0] = (byte) (2 + parity);
    System.arraycopy(fixed(x), 0, compressed, 1, NUMBER_BYTES);
    try {
      return CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage("the signature's r is no point of the curve", e);
    }
  }

  private static OperatorId address(ECPoint publicKey) {
    byte[] encoded = publicKey.getEncoded(false);
    Bytes hash = Keccak256.hash(Bytes.of(encoded, 1, encoded.length - 1));
    return new OperatorId(hash.slice(hash.size() - OperatorId.SIZE_BYTES, hash.size()));
  }

  private static Bytes encode(BigInteger r, BigInteger s, int recovery) {
    return Bytes.wrap(fixed(r)).concat(Bytes.wrap(fixed(s))).concat(Bytes.of((byte) recovery));
  }

  private static BigInteger number(Bytes bytes) {
    return new BigInteger(1, bytes.unsafeArray());
  }

  /** Returns the 32 bytes of {@code number}, big-endian. */
  static byte[] fixed(BigInteger number) {
    byte[] minimal = number.toByteArray();
    byte[] fixed = new byte[NUMBER_BYTES];
    int length = Math.min(minimal.length, NUMBER_BYTES);
    byte[] tail = Arrays.copyOfRange(minimal, minimal.length - length, minimal.length);
    System.arraycopy(tail, 0, fixed, NUMBER_BYTES - length, length);
    return fixed;
  }
}
