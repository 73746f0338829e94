package network.wcn.adapter.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.rocksdb.Env;
import org.rocksdb.Priority;
import org.rocksdb.RocksDB;

/**
 * The stores that this process has open, and how it may end.
 *
 * <p>RocksDB's background threads live as long as the process. One that has run a compaction filter
 * is known to the Java machine and blocks its exit for ever. So the last store that closes ends
 * these threads, and a process that ends with open stores closes them first, after a grace period
 * in which the program can do so itself. RocksDB starts threads anew with the next store.
 */
final class OpenStores {
  private static final long GRACE_SECONDS = 30;
  private static final long THREAD_END_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition CHANGED = LOCK.newCondition();
  private static final Set<RocksRecordStore> OPEN = new LinkedHashSet<>();
  private static boolean hooked;

  private OpenStores() {}

  static void add(RocksRecordStore store) {
    LOCK.lock();
    try {
      OPEN.add(store);
      if (!hooked) {
        hooked = true;
        Runtime.getRuntime().addShutdownHook(new Thread(OpenStores::closeAll, "rocksdb-exit"));
      }
    } finally {
      LOCK.unlock();
    }
  }

  static void remove(RocksRecordStore store) {
    LOCK.lock();
    try {
      OPEN.remove(store);
      if (OPEN.isEmpty()) {
        endThreads();
      }
      CHANGED.signalAll();
    } finally {
      LOCK.unlock();
    }
  }

  private static void closeAll() {
    for (RocksRecordStore store : leftAfterGrace()) {
      store.close();
    }
  }

  private static List<RocksRecordStore> leftAfterGrace() {
    LOCK.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
      while (!OPEN.isEmpty() && left > 0) {
        left = CHANGED.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      LOCK.unlock();
    }
    return List.copyOf(OPEN);
  }

  private static void endThreads() {
    RocksDB.loadLibrary();
    Env env = Env.getDefault();
    for (Priority priority : List.of(Priority.BOTTOM, Priority.LOW, Priority.HIGH)) {
      env.setBackgroundThreads(0, priority);
    }
    long deadline = System.nanoTime() + THREAD_END_NANOS;
    while (System.nanoTime() < deadline && isAnyThreadLeft()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Returns whether the system shows a background thread; only Linux can tell. */
  private static boolean isAnyThreadLeft() {
    Path tasks = Path.of("/proc/self/task");
    if (!Files.isDirectory(tasks)) {
      return false;
    }
    try (Stream<Path> threads = Files.list(tasks)) {
      return threads.anyMatch(OpenStores::isBackgroundThread);
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isBackgroundThread(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).startsWith("rocksdb:");
    } catch (IOException _) {
      return false; // it has ended meanwhile
    }
  }
}
