package network.wcn.bench.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import network.wcn.adapter.rocksdb.RocksSettings;
import network.wcn.bench.wiring.RawServerMain;

/**
 * The process of a {@link RawStore}, with the sizes that a database has by default. Argument: the
 * directory of its records. Prints and ends as {@link RawServerMain} does, and when a write fails;
 * nobody opens the directory again, so it is not closed.
 */
final class RawStoreMain {
  private RawStoreMain() {}

  public static void main(String[] arguments) throws Exception {
    RocksSettings sizes = RocksSettings.builder(Runtime.getRuntime().availableProcessors()).build();
    RawStore store = new RawStore(new RawRocksDb(Path.of(arguments[0]), sizes));
    Thread.ofPlatform().daemon().name("serving").start(() -> serve(store));
    store.commit();
  }

  private static void serve(RawStore store) {
    try {
      RawServerMain.serve(store);
      System.exit(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
