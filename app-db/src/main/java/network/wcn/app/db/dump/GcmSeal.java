package network.wcn.app.db.dump;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import network.wcn.domain.Bytes;

/** Encrypts chunks with AES-256-GCM under a key that is used for one dump only. */
final class GcmSeal implements ChunkSeal {
  private static final int NONCE_BYTES = 12;

  private final DumpKey key;
  private final Bytes header;

  GcmSeal(DumpKey key, Bytes header) {
    this.key = key;
    this.header = header;
  }

  @Override
  public byte[] seal(long number, boolean isLast, byte[] content, int size) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, number, isLast).doFinal(content, 0, size);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed", e);
    }
  }

  @Override
  public byte[] open(long number, boolean isLast, byte[] sealed) {
    try {
      return cipher(Cipher.DECRYPT_MODE, number, isLast).doFinal(sealed);
    } catch (GeneralSecurityException _) {
      throw DumpFault.invalid("chunk " + number + " was changed");
    }
  }

  private Cipher cipher(int mode, long number, boolean isLast) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(number).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.data(), new GCMParameterSpec(SEAL_BYTES * 8, nonce));
    cipher.updateAAD(header.unsafeArray());
    cipher.updateAAD(new byte[] {(byte) (isLast ? 1 : 0)});
    return cipher;
  }
}
