package network.wcn.app.db.dump;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import network.wcn.domain.Bytes;

/** Finds damage in the chunks of a dump that is not encrypted. */
final class DigestSeal implements ChunkSeal {
  private final Bytes header;

  DigestSeal(Bytes header) {
    this.header = header;
  }

  @Override
  public byte[] seal(long number, boolean isLast, byte[] content, int size) {
    byte[] sealed = Arrays.copyOf(content, size + SEAL_BYTES);
    byte[] digest = digest(number, isLast, content, size);
    System.arraycopy(digest, 0, sealed, size, SEAL_BYTES);
    return sealed;
  }

  @Override
  public byte[] open(long number, boolean isLast, byte[] sealed) {
    int size = sealed.length - SEAL_BYTES;
    byte[] digest = Arrays.copyOf(digest(number, isLast, sealed, size), SEAL_BYTES);
    if (!Arrays.equals(digest, 0, SEAL_BYTES, sealed, size, sealed.length)) {
      throw DumpFault.invalid("chunk " + number + " is damaged");
    }
    return Arrays.copyOf(sealed, size);
  }

  private byte[] digest(long number, boolean isLast, byte[] content, int size) {
    MessageDigest digest = Sha256.begin();
    digest.update(header.unsafeArray());
    digest.update((byte) (isLast ? 1 : 0));
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    digest.update(content, 0, size);
    return digest.digest();
  }
}
