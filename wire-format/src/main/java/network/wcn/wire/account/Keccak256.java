package network.wcn.wire.account;

import network.wcn.domain.Bytes;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** The hash of EVM chains: Keccak with 256 bits and the padding from before SHA-3. */
public final class Keccak256 {
  /** Size of a hash in bytes. */
  public static final int SIZE_BYTES = 32;

  private Keccak256() {}

  /** Returns the 32-byte hash of {@code content}. */
  public static Bytes hash(Bytes content) {
    KeccakDigest digest = new KeccakDigest(8 * SIZE_BYTES);
    digest.update(content.unsafeArray(), 0, content.size());
    byte[] hash = new byte[SIZE_BYTES];
    digest.doFinal(hash, 0);
    return Bytes.wrap(hash);
  }
}
