package network.wcn.bench.storage;

import java.nio.file.Path;
import network.wcn.bench.wiring.RawServerMain;

/**
 * The process of a {@link RawStore}. Argument: the directory of its records, which nobody opens
 * again. Prints and ends as {@link RawServerMain} does.
 */
final class RawStoreMain {
  private static final long CACHE_BYTES = 1L << 30;

  private RawStoreMain() {}

  public static void main(String[] arguments) throws Exception {
    RawStore store = new RawStore(new RawRocksDb(Path.of(arguments[0]), CACHE_BYTES));
    Thread.ofPlatform().daemon().name("committer").start(store::commit);
    RawServerMain.serve(store);
  }
}
