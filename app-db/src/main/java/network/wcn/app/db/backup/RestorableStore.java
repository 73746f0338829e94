package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.StoreFigure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose directory can be exchanged, and that can be opened anew, while it is used. Calls
 * that come meanwhile are told {@link StoreFault.Kind#RESTORING} or {@link StoreFault.Kind#CLOSED},
 * and exports that are under way break off.
 */
public final class RestorableStore implements CopyableStore {
  private static final Logger log = LoggerFactory.getLogger(RestorableStore.class);
  private static final Exchange NOTHING =
      new Exchange() {
        @Override
        public void forward() {}

        @Override
        public void back() {}

        @Override
        public void confirm() {}
      };

  private final StoreEngine engine;
  private final Path directory;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final ReentrantLock absences = new ReentrantLock();
  private final StoreListener listener;

  /** What was begun, and neither confirmed nor undone. */
  private Exchange unfinished = NOTHING;

  private volatile Presence presence = Presence.THERE;
  private final RecordReader inMemory = new InMemory();
  private volatile CopyableStore current;

  private enum Presence {
    THERE,
    RESTORING,
    REOPENING
  }

  /**
   * Opens the store in {@code directory}, as its engine does, once an exchange that an earlier
   * process did not end is undone.
   *
   * @throws StoreFault if it cannot be opened, or if another process is restoring it
   */
  public RestorableStore(StoreEngine engine, Path directory, StoreListener listener) {
    this.engine = engine;
    this.directory = directory;
    this.listener = listener;
    this.current = opened(() -> engine.open(directory));
  }

  /** Something that is done to the closed store's directory, and can be undone. */
  interface Exchange {
    /** Puts another directory in the place. */
    void forward();

    /** Puts back what was there before, however far the others came. */
    void back();

    /**
     * Ends the exchange: what is in place now stays, also after a crash. Nobody writes to it before
     * this has returned, or what they wrote could be put away.
     */
    void confirm();
  }

  /**
   * Closes the store, carries out {@code exchange}, opens what is there then and confirms it. If
   * any of these fails, the exchange is undone and what was there before is opened again.
   *
   * @param drain how long calls that run may take to end
   * @throws IllegalStateException if they take longer; nothing was done then
   * @throws RuntimeException what failed; the store is as it was before or, if even that cannot be
   *     had, closed until {@link #reopen} succeeds
   */
  void exchange(Exchange exchange, Duration drain) {
    whileAway(
        Presence.RESTORING,
        drain,
        () -> {
          openAfter(exchange);
          listener.replaced();
        });
  }

  /**
   * Closes the store and opens it again, which some engines need after the disk has failed them. An
   * exchange that could not be undone is undone before.
   *
   * @param drain how long calls that run may take to end
   * @throws IllegalStateException if they take longer; nothing was done then
   * @throws StoreFault if it cannot be opened; it stays closed, until this is called again. Of kind
   *     {@code LOCKED} if a dump is just being restored; nothing was done then
   */
  public void reopen(Duration drain) {
    whileAway(
        Presence.REOPENING,
        drain,
        () ->
            current =
                opened(() -> {
                  close(current);
                  undo();
                  return engine.open(directory);
                }));
  }

  /** Opens while no other process restores. */
  private CopyableStore opened(Supplier<CopyableStore> open) {
    try {
      return StoreSwap.opening(directory, open);
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.Kind.IO, "an interrupted restore cannot be undone: " + directory, e);
    }
  }

  private void openAfter(Exchange exchange) {
    close(current);
    try {
      undo();
      unfinished = exchange;
      exchange.forward();
      current = engine.open(directory);
      exchange.confirm();
      unfinished = NOTHING;
    } catch (RuntimeException failure) {
      close(current);
      openBefore(failure);
      throw failure;
    }
  }

  /** What goes wrong there shows again when the directory is opened. */
  private static void close(CopyableStore store) {
    try {
      store.close();
    } catch (RuntimeException e) {
      log.warn("The store cannot be closed in order", e);
    }
  }

  /** Opens what was there before. If that fails, too, the store stays closed and somebody hears. */
  private void openBefore(RuntimeException failure) {
    try {
      undo();
      current = engine.open(directory);
    } catch (RuntimeException worse) {
      failure.addSuppressed(worse);
      listener.failed(
          new StoreFault(
              StoreFault.Kind.IO, "the store is closed after a restore that failed", worse));
    }
  }

  /** Nothing is opened as long as it is not clear whose the directory is. */
  private void undo() {
    try {
      unfinished.back();
      unfinished = NOTHING;
    } catch (RuntimeException e) {
      throw new StoreFault(
          StoreFault.Kind.IO, "what was there before a restore cannot be put back: " + e, e);
    }
  }

  private void whileAway(Presence why, Duration drain, Runnable work) {
    absences.lock();
    try {
      become(why);
      takeAlone(drain);
      try {
        work.run();
      } finally {
        become(Presence.THERE);
        lock.writeLock().unlock();
      }
    } finally {
      absences.unlock();
    }
  }

  private void takeAlone(Duration drain) {
    boolean taken = false;
    try {
      taken = lock.writeLock().tryLock(drain.toNanos(), TimeUnit.NANOSECONDS);
      if (!taken) {
        throw new IllegalStateException("calls still run after " + drain);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      if (!taken) {
        become(Presence.THERE);
      }
    }
  }

  private void become(Presence next) {
    boolean was = presence == Presence.RESTORING;
    boolean is = next == Presence.RESTORING;
    presence = next;
    if (was != is) {
      listener.restoring(is);
    }
  }

  private void enter() {
    switch (presence) {
      case RESTORING ->
          throw new StoreFault(StoreFault.Kind.RESTORING, "a backup is being restored");
      case REOPENING ->
          throw new StoreFault(StoreFault.Kind.CLOSED, "the store is being opened anew");
      case THERE -> lock.readLock().lock();
    }
    // It may have gone between the two: whoever closes it then waits for us, shortly.
  }

  private <T> T using(Supplier<T> call) {
    enter();
    try {
      return call.get();
    } catch (StoreFault fault) {
      listener.failed(fault);
      throw fault;
    } finally {
      lock.readLock().unlock();
    }
  }

  private void running(Runnable call) {
    using(() -> {
      call.run();
      return this;
    });
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

  /** {@inheritDoc} While the store is away, nothing is in memory. */
  @Override
  public RecordReader inMemory() {
    return inMemory;
  }

  private <T> T withoutWaiting(Supplier<T> call) {
    if (presence != Presence.THERE || !lock.readLock().tryLock()) {
      throw new NotInMemory();
    }
    try {
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private final class InMemory implements RecordReader {
    @Override
    public Optional<StoredRecord> read(RecordKey key) {
      return withoutWaiting(() -> current.inMemory().read(key));
    }

    @Override
    public Optional<RecordHeader> readHeader(RecordKey key) {
      return withoutWaiting(() -> current.inMemory().readHeader(key));
    }

    @Override
    public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
      withoutWaiting(() -> {
        current.inMemory().visitMap(map, after, visitor);
        return this;
      });
    }
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    running(() -> current.visitMap(map, after, visitor));
  }

  @Override
  public List<MergeResult> apply(List<Merge> merges) {
    return using(() -> {
      listener.writing();
      return current.apply(merges);
    });
  }

  @Override
  public ExportCursor export(PositionRange range) {
    return new HeardExport(using(() -> current.export(range)));
  }

  /** A walk whose faults are heard, too. */
  private final class HeardExport implements ExportCursor {
    private final ExportCursor cursor;

    HeardExport(ExportCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public Optional<ExportedRecord> next() {
      try {
        return cursor.next();
      } catch (StoreFault fault) {
        listener.failed(fault);
        throw fault;
      }
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  @Override
  public void probe() {
    running(() -> current.probe());
  }

  @Override
  public void checkBackground() {
    running(() -> current.checkBackground());
  }

  @Override
  public void purge() {
    running(() -> current.purge());
  }

  @Override
  public void copyTo(Path target) {
    running(() -> current.copyTo(target));
  }

  @Override
  public long copyBytes() {
    return using(() -> current.copyBytes());
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
