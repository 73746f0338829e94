package network.wcn.app.db.dump;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.ops.DumpProblem;

/**
 * The first bytes of a dump: which version it has and how its key is derived.
 *
 * @param iterations of PBKDF2; 0 if the dump is not encrypted
 * @param salt 16 bytes
 * @param keyCheck 8 bytes that tell whether a secret is the right one
 */
record DumpHeader(int version, boolean isEncrypted, int iterations, Bytes salt, Bytes keyCheck) {
  /** The version that is written, and the newest that is read. */
  static final int VERSION = 1;

  static final int SALT_BYTES = 16;
  static final int SIZE_BYTES = 7 + 1 + 1 + 4 + SALT_BYTES + DumpKey.CHECK_BYTES;

  private static final Bytes MAGIC = Bytes.utf8("WCNDUMP");

  /** More would only keep the reader busy. */
  private static final int MOST_ITERATIONS = 10_000_000;

  static DumpHeader plain() {
    return new DumpHeader(
        VERSION,
        false,
        0,
        Bytes.wrap(new byte[SALT_BYTES]),
        Bytes.wrap(new byte[DumpKey.CHECK_BYTES]));
  }

  static DumpHeader encrypted(DumpKey key) {
    return new DumpHeader(VERSION, true, key.iterations(), key.salt(), key.check());
  }

  Bytes encode() {
    return Bytes.wrap(
        ByteBuffer.allocate(SIZE_BYTES)
            .put(MAGIC.unsafeArray())
            .put((byte) version)
            .put((byte) (isEncrypted ? 1 : 0))
            .putInt(iterations)
            .put(salt.unsafeArray())
            .put(keyCheck.unsafeArray())
            .array());
  }

  /**
   * Reads a header.
   *
   * @throws DumpFault if it is none, or of a version that is not known
   */
  static DumpHeader read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[SIZE_BYTES];
    try {
      in.readFully(bytes);
    } catch (EOFException _) {
      throw DumpFault.invalid("a dump has a header of " + SIZE_BYTES + " bytes, the file less");
    }
    byte[] magic = Arrays.copyOf(bytes, MAGIC.size());
    if (!Arrays.equals(magic, MAGIC.unsafeArray())) {
      throw DumpFault.invalid("a dump begins with WCNDUMP, the file does not");
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes, MAGIC.size(), SIZE_BYTES - MAGIC.size());
    int version = Byte.toUnsignedInt(rest.get());
    int cipher = Byte.toUnsignedInt(rest.get());
    int iterations = rest.getInt();
    if (version < 1 || version > VERSION) {
      throw DumpFault.invalid("the dump has format " + version + ", known are 1 to " + VERSION);
    }
    boolean isSound = cipher == 0 || (cipher == 1 && iterations > 0);
    if (!isSound || iterations > MOST_ITERATIONS) {
      throw DumpFault.invalid("the dump has cipher " + cipher + " with " + iterations + " rounds");
    }
    Bytes salt = Bytes.of(bytes, rest.position(), SALT_BYTES);
    Bytes check = Bytes.of(bytes, rest.position() + SALT_BYTES, DumpKey.CHECK_BYTES);
    return new DumpHeader(version, cipher == 1, iterations, salt, check);
  }

  /**
   * Returns what opens the dump's chunks.
   *
   * @param secrets to be tried, the first one first
   * @throws DumpFault if none is right
   */
  ChunkSeal seal(List<DumpSecret> secrets) {
    if (!isEncrypted) {
      return new DigestSeal(encode());
    }
    if (secrets.isEmpty()) {
      throw new DumpFault(
          DumpProblem.ENCRYPTION_SECRET_MISSING, "the dump is encrypted and no secret is set");
    }
    Optional<DumpKey> key =
        secrets.stream()
            .map(secret -> DumpKey.derive(secret, salt, iterations))
            .filter(derived -> derived.check().equals(keyCheck))
            .findFirst();
    return new GcmSeal(
        key.orElseThrow(() -> DumpFault.invalid("the dump is encrypted with another secret")),
        encode());
  }
}
