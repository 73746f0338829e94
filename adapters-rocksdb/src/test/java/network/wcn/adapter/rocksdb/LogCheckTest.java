package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which logs are damaged, on logs that are written here as RocksDB does. */
final class LogCheckTest {
  private static final int BLOCK = 32 << 10;
  private static final int HEADER = 7;

  @TempDir Path directory; // set by JUnit
  private final ByteBuffer log = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private final List<Integer> records = new ArrayList<>();

  /** Appends a write: one record, or parts of it in as many blocks as it takes. */
  private void append(int sizeBytes) {
    byte[] content = new byte[sizeBytes];
    new SplittableRandom(sizeBytes).nextBytes(content);
    int from = 0;
    boolean isFirst = true;
    do {
      int left = BLOCK - log.position() % BLOCK;
      if (left < HEADER) {
        log.position(log.position() + left);
        left = BLOCK;
      }
      int part = Math.min(sizeBytes - from, left - HEADER);
      boolean isLast = from + part == sizeBytes;
      int kind = isFirst ? (isLast ? 1 : 2) : (isLast ? 4 : 3);
      records.add(log.position());
      log.putInt(masked(kind, Arrays.copyOfRange(content, from, from + part)));
      log.putShort((short) part).put((byte) kind).put(content, from, part);
      from += part;
      isFirst = false;
    } while (from < sizeBytes);
  }

  private static int masked(int kind, byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(kind);
    checksum.update(content);
    return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
  }

  private byte[] written() {
    return Arrays.copyOf(log.array(), log.position());
  }

  private OptionalLong damage(byte[] content) throws IOException {
    return LogCheck.damage(Files.write(directory.resolve("000001.log"), content));
  }

  @Test
  void aWholeLogHasNoDamage() throws IOException {
    assertEquals(OptionalLong.empty(), damage(written()));
    for (int size : List.of(10, 0, 300, BLOCK, 2 * BLOCK + 100, 1)) {
      append(size);
      assertEquals(OptionalLong.empty(), damage(written()), "after " + size);
    }
  }

  @Test
  void aBlockThatEndsWithoutRoomForAHeaderHasNoDamage() throws IOException {
    for (int left = 0; left <= HEADER; left++) {
      log.clear();
      append(BLOCK - HEADER - left);
      append(100);
      assertEquals(OptionalLong.empty(), damage(written()), left + " bytes");
    }
  }

  @Test
  void aLogCutAnywhereInItsLastWriteHasNoDamage() throws IOException {
    append(200);
    int last = log.position();
    append(120);
    for (int size = last; size < log.position(); size++) {
      assertEquals(OptionalLong.empty(), damage(Arrays.copyOf(log.array(), size)), size + " bytes");
    }
  }

  @Test
  void aLogCutBetweenThePartsOfItsLastWriteHasNoDamage() throws IOException {
    append(BLOCK + 50);
    assertEquals(OptionalLong.empty(), damage(Arrays.copyOf(log.array(), BLOCK)));
  }

  @Test
  void aLogThatGrewWithoutItsEndBeingWrittenHasNoDamage() throws IOException {
    append(200);
    for (int size : List.of(log.position() + 1, log.position() + 500, BLOCK, 2 * BLOCK + 7)) {
      assertEquals(OptionalLong.empty(), damage(Arrays.copyOf(log.array(), size)));
    }
    byte[] torn = Arrays.copyOf(log.array(), 2 * BLOCK);
    torn[BLOCK + 9] = 1;
    assertEquals(OptionalLong.of(log.position()), damage(torn));
  }

  @Test
  void everyFlippedBitIsFoundInTheRecordThatItIsIn() throws IOException {
    for (int size : List.of(30, 0, 80, 33)) {
      append(size);
    }
    byte[] whole = written();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      int at = bit / 8;
      int record = records.stream().filter(start -> start <= at).reduce(0, (_, last) -> last);
      assertEquals(OptionalLong.of(record), damage(damaged), "bit " + bit);
    }
  }

  @Test
  void everyFlippedBitOfAHeaderIsFoundInALogOfManyBlocks() throws IOException {
    for (int size : List.of(300, 2 * BLOCK, 4_000, 50)) {
      append(size);
    }
    for (int record : records) {
      for (int bit = 0; bit < HEADER * 8; bit++) {
        byte[] damaged = written();
        damaged[record + bit / 8] ^= (byte) (1 << bit % 8);
        assertTrue(damage(damaged).isPresent(), "record " + record + ", bit " + bit);
      }
    }
  }

  @Test
  void partsOutOfOrderAreDamage() throws IOException {
    append(BLOCK + 50);
    byte[] withoutFirst = Arrays.copyOfRange(log.array(), BLOCK, log.position());
    assertEquals(OptionalLong.of(0), damage(withoutFirst));
  }
}
