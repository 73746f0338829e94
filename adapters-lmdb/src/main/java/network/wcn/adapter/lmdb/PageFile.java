package network.wcn.adapter.lmdb;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import network.wcn.port.storage.StoreFault;

/**
 * The file of a database that nobody has open, as pages of bytes. Numbers are in the machine's
 * order, as LMDB writes them.
 */
final class PageFile implements AutoCloseable {
  private static final String REMEDY =
      ". Restore a backup (wcn-db backup restore) after a look at the disk; what is newer than the"
          + " backup is healed by the other replicas";

  private final Path file;
  private final Arena arena;
  private final MemorySegment bytes;

  private PageFile(Path file, Arena arena, MemorySegment bytes) {
    this.file = file;
    this.arena = arena;
    this.bytes = bytes;
  }

  /** Opens {@code file} for reading; the caller sees to it that nobody changes it. */
  static PageFile open(Path file) throws IOException {
    Arena arena = Arena.ofConfined();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new PageFile(file, arena, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException e) {
      arena.close();
      throw e;
    }
  }

  long sizeBytes() {
    return bytes.byteSize();
  }

  /** Returns the unsigned 16 bits at {@code at}, which lie in the file. */
  int unsignedShort(long at) {
    return Short.toUnsignedInt(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
  }

  int integer(long at) {
    return bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at);
  }

  long word(long at) {
    return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
  }

  byte[] bytes(long at, long sizeBytes) {
    return bytes.asSlice(at, sizeBytes).toArray(ValueLayout.JAVA_BYTE);
  }

  ByteBuffer buffer(long at, long sizeBytes) {
    return bytes.asSlice(at, sizeBytes).asByteBuffer();
  }

  /** Throws the fault of a damaged page unless {@code isRight}. */
  void require(boolean isRight, long page, Supplier<String> wrong) {
    if (!isRight) {
      throw damaged(page, wrong.get());
    }
  }

  /** Returns the fault of a damaged page. */
  StoreFault damaged(long page, String wrong) {
    return new StoreFault(
        StoreFault.Kind.CORRUPT, "page " + page + " of " + file + " is damaged: " + wrong + REMEDY);
  }

  @Override
  public void close() {
    arena.close();
  }
}
