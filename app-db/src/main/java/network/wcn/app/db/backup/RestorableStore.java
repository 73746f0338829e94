package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.StoreFigure;

/**
 * A store whose directory can be exchanged while it is used: calls that come meanwhile are told
 * {@link StoreFault.Kind#RESTORING}, and exports that are under way break off.
 */
public final class RestorableStore implements CopyableStore {
  private final StoreEngine engine;
  private final Path directory;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Consumer<Boolean> restoring;
  private volatile boolean isRestoring;
  private volatile CopyableStore current;

  /**
   * Opens the store in {@code directory}, as its engine does, once an exchange that an earlier
   * process did not end is undone.
   *
   * @param restoring hears whether the store is being exchanged
   * @throws StoreFault if it cannot be opened
   */
  public RestorableStore(StoreEngine engine, Path directory, Consumer<Boolean> restoring) {
    this.engine = engine;
    this.directory = directory;
    this.restoring = restoring;
    try {
      StoreSwap.settle(directory);
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.Kind.IO, "an interrupted restore cannot be undone: " + directory, e);
    }
    this.current = engine.open(directory);
  }

  /** Something that is done to the closed store's directory, and can be undone. */
  interface Exchange {
    /** Puts another directory in the place. */
    void forward();

    /** Puts back what was there before, however far {@link #forward} came. */
    void back();
  }

  /**
   * Closes the store, carries out {@code exchange} and opens what is there then. If either fails,
   * the exchange is undone and what was there before is opened again.
   *
   * @param drain how long calls that run may take to end
   * @throws IllegalStateException if they take longer; nothing was done then
   * @throws RuntimeException what failed; the store is as it was before
   */
  void exchange(Exchange exchange, Duration drain) {
    setRestoring(true);
    try {
      if (!lock.writeLock().tryLock(drain.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("calls still run after " + drain);
      }
    } catch (InterruptedException e) {
      setRestoring(false);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (IllegalStateException e) {
      setRestoring(false);
      throw e;
    }
    try {
      current.close();
      try {
        exchange.forward();
        current = engine.open(directory);
      } catch (RuntimeException failure) {
        exchange.back();
        current = engine.open(directory);
        throw failure;
      }
    } finally {
      setRestoring(false);
      lock.writeLock().unlock();
    }
  }

  private void setRestoring(boolean holds) {
    isRestoring = holds;
    restoring.accept(holds);
  }

  private void enter() {
    if (isRestoring) {
      throw refusal();
    }
    lock.readLock().lock();
    // The flag may have been set between the two lines above; a writer then waits for us, shortly.
  }

  private static StoreFault refusal() {
    return new StoreFault(StoreFault.Kind.RESTORING, "a backup is being restored");
  }

  private <T> T using(Supplier<T> call) {
    enter();
    try {
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void running(Runnable call) {
    enter();
    try {
      call.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public int longestKeyBytes() {
    return current.longestKeyBytes();
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    return using(() -> current.read(key));
  }

  @Override
  public Optional<RecordHeader> readHeader(RecordKey key) {
    return using(() -> current.readHeader(key));
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    running(() -> current.visitMap(map, after, visitor));
  }

  @Override
  public List<MergeResult> apply(List<Merge> merges) {
    return using(() -> current.apply(merges));
  }

  @Override
  public ExportCursor export(PositionRange range) {
    return using(() -> current.export(range));
  }

  @Override
  public void purge() {
    running(current::purge);
  }

  @Override
  public void copyTo(Path target) {
    running(() -> current.copyTo(target));
  }

  @Override
  public long forgotten() {
    return using(() -> current.forgotten());
  }

  @Override
  public List<StoreFigure> figures() {
    return using(() -> current.figures());
  }

  /** Returns whether the store answers. */
  public boolean isOpen() {
    try {
      using(() -> current.figures());
      return true;
    } catch (StoreFault _) {
      return false;
    }
  }

  @Override
  public void close() {
    lock.readLock().lock();
    try {
      current.close();
    } finally {
      lock.readLock().unlock();
    }
  }
}
