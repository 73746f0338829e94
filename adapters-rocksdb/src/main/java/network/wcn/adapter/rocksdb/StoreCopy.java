package network.wcn.adapter.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.StoreDirectory;
import org.rocksdb.Checkpoint;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A copy of an open database: a checkpoint of RocksDB, whose table files are links to ours. It
 * writes out the memtables before, so that it holds no log.
 */
final class StoreCopy {
  private StoreCopy() {}

  /** Makes a copy in {@code target}; the caller keeps the database open. */
  static void of(RocksDB database, Path target) {
    if (Files.exists(target)) {
      throw new StoreFault(StoreFault.Kind.IO, "a copy is made anew, but " + target + " exists");
    }
    try {
      StoreDirectory.make(target, RocksStoreEngine.FORMAT, data -> checkpoint(database, data));
    } catch (StoreFault fault) {
      remove(target, fault);
      throw fault;
    }
  }

  private static void checkpoint(RocksDB database, Path data) {
    try (Checkpoint checkpoint = Checkpoint.create(database)) {
      checkpoint.createCheckpoint(data.toString());
    } catch (RocksDBException e) {
      throw RocksFaults.of("copying to " + data, e);
    }
  }

  private static void remove(Path directory, StoreFault because) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
