package network.wcn.app.db.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The disk that holds a database. */
interface Disk {
  /** Returns how many bytes can still be written. */
  long usableBytes() throws IOException;

  /**
   * Writes a little to stable storage and removes it.
   *
   * @throws IOException if that does not work
   */
  void tryWriting() throws IOException;

  /** Returns the disk that holds {@code directory}, which exists by the time it is asked. */
  static Disk of(Path directory) {
    return new Disk() {
      private static final int TRIAL_BYTES = 64 << 10;
      private volatile @Nullable FileStore known;

      @Override
      public long usableBytes() throws IOException {
        // To find it costs a walk over all mounts, to ask it next to nothing.
        FileStore store = known;
        if (store == null) {
          store = Files.getFileStore(directory);
          known = store;
        }
        return store.getUsableSpace();
      }

      @Override
      public void tryWriting() throws IOException {
        Path file = directory.resolve("TRIAL");
        try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
          ByteBuffer zeros = ByteBuffer.allocate(TRIAL_BYTES);
          while (zeros.hasRemaining()) {
            channel.write(zeros);
          }
          channel.force(true);
        } finally {
          Files.deleteIfExists(file);
        }
      }
    };
  }
}
