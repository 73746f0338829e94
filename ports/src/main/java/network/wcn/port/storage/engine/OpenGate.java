package network.wcn.port.storage.engine;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import network.wcn.port.storage.StoreFault;

/**
 * Keeps native objects from being closed under a call: calls pass while the store is open, closing
 * waits for those inside, and whoever comes later is told that the store is closed.
 *
 * <p>Open → closed, once. A call may pass again while inside (a visitor that reads).
 */
public final class OpenGate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * Enters; {@link #leave} must follow.
   *
   * @throws StoreFault of kind {@link StoreFault.Kind#CLOSED} if the store was closed
   */
  public void enter() {
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      throw new StoreFault(StoreFault.Kind.CLOSED, "the store was closed");
    }
  }

  /** Enters unless the store is closed or being closed, without waiting; returns whether. */
  public boolean tryEnter() {
    if (!lock.readLock().tryLock()) {
      return false;
    }
    if (closed) {
      lock.readLock().unlock();
      return false;
    }
    return true;
  }

  /** Leaves; once for each {@link #enter}, by the same thread. */
  public void leave() {
    lock.readLock().unlock();
  }

  /** Runs {@code releasing} inside, unless the store was closed, which released everything. */
  public void enterToRelease(Runnable releasing) {
    lock.readLock().lock();
    try {
      if (!closed) {
        releasing.run();
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Waits for all calls inside, then runs {@code work} while others wait. A call inside cannot ask
   * for this: it would wait for itself.
   *
   * @throws StoreFault of kind {@link StoreFault.Kind#CLOSED} if the store was closed
   */
  public void alone(Runnable work) {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("a call inside waits for itself");
    }
    lock.writeLock().lock();
    try {
      if (closed) {
        throw new StoreFault(StoreFault.Kind.CLOSED, "the store was closed");
      }
      work.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Waits for all calls inside, then runs {@code closing} unless it ran before. */
  public void close(Runnable closing) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closing.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
