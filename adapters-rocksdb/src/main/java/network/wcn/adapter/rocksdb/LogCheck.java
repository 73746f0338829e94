package network.wcn.adapter.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Looks for damage in a file that RocksDB writes as a log: a write-ahead log or a MANIFEST.
 *
 * <p>RocksDB checks these files itself, but takes a record whose damaged length reaches behind the
 * file's end for the last one of a process that was killed, and passes over it and all that follow:
 * acknowledged writes vanish without a word. A damaged kind can even make it read for ever. So we
 * look first, and tell the two apart: a record that was cut matches its checksum at no length.
 *
 * <p>Such a file is blocks of 32 KiB, which records never cross. A record is a masked CRC32C of
 * kind and content, the content's size (16 bits), the kind (whole, first, middle or last part), the
 * content; numbers are little-endian. Fewer bytes than a header are left unused at a block's end.
 */
final class LogCheck {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;

  /** Where the kind stands in a record's header. */
  static final int KIND_OFFSET = 6;

  /** The kind of a record in one part. */
  static final int WHOLE = 1;

  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  private final byte[] block = new byte[BLOCK_BYTES];
  private final ByteBuffer numbers = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  private int size;
  private boolean isWithin;

  private LogCheck() {}

  /**
   * Returns where the first damaged record of {@code file} begins, if any is.
   *
   * <p>That the last record is not complete is no damage: it was never acknowledged.
   */
  static OptionalLong damage(Path file) throws IOException {
    return new LogCheck().search(file);
  }

  private OptionalLong search(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      long start = 0;
      do {
        size = in.readNBytes(block, 0, BLOCK_BYTES);
        int damaged = searchBlock();
        if (damaged >= 0) {
          boolean isUnwritten = isZero(damaged) && isZero(in);
          return isUnwritten ? OptionalLong.empty() : OptionalLong.of(start + damaged);
        }
        start += size;
      } while (size == BLOCK_BYTES);
      return OptionalLong.empty();
    }
  }

  /** Returns where in the block a damaged record begins, or -1. */
  private int searchBlock() {
    int at = 0;
    while (at + HEADER_BYTES <= size) {
      int length = Short.toUnsignedInt(numbers.getShort(at + Integer.BYTES));
      int end = at + HEADER_BYTES + length;
      if (!isInOrder(block[at + KIND_OFFSET]) || end > BLOCK_BYTES) {
        return at;
      }
      if (end > size) {
        return isWholeAtSomeLength(at) ? at : -1;
      }
      if (!matches(at, checksum(at, end))) {
        return at;
      }
      at = end;
    }
    return -1;
  }

  /** Accepts the kind of the next record if it can follow the one before. */
  private boolean isInOrder(byte kind) {
    boolean wasWithin = isWithin;
    isWithin = kind == FIRST || kind == MIDDLE;
    return switch (kind) {
      case WHOLE, FIRST -> !wasWithin;
      case MIDDLE, LAST -> wasWithin;
      default -> false;
    };
  }

  /** Returns whether the record reaches behind the file's end only because its length is wrong. */
  private boolean isWholeAtSomeLength(int at) {
    CRC32C checksum = checksum(at, at + HEADER_BYTES);
    for (int end = at + HEADER_BYTES; end < size; end++) {
      if (matches(at, checksum)) {
        return true;
      }
      checksum.update(block[end]);
    }
    return matches(at, checksum);
  }

  private CRC32C checksum(int at, int end) {
    CRC32C checksum = new CRC32C();
    checksum.update(block, at + KIND_OFFSET, end - at - KIND_OFFSET);
    return checksum;
  }

  private boolean matches(int at, CRC32C checksum) {
    int masked = Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    return numbers.getInt(at) == masked;
  }

  private boolean isZero(int from) {
    for (int i = from; i < size; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether nothing but zeros is left: a file that grew, but whose end was not written. */
  private boolean isZero(InputStream in) throws IOException {
    do {
      size = in.readNBytes(block, 0, BLOCK_BYTES);
      if (!isZero(0)) {
        return false;
      }
    } while (size == BLOCK_BYTES);
    return true;
  }
}
