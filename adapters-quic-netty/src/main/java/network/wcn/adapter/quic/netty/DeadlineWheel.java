package network.wcn.adapter.quic.netty;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import network.wcn.port.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of one event loop, cheap enough for one per call: adding and removing are a few writes,
 * and nothing ticks while there are none.
 *
 * <p>A ring of slots, each a list of what is due within one tick (8 ms), or a round (8 s) later.
 * Entries expire up to two ticks late, never early. Only for use on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class DeadlineWheel implements Runnable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
  private static final int SLOT_COUNT = 1024;

  /** Something that happens when its time has come, unless it is removed before. */
  abstract static class Entry {
    private long atNanos;
    private @Nullable Entry previous;
    private @Nullable Entry next;
    private boolean isWaiting;

    /** Called on the event loop once the time has come. */
    abstract void expired();

    final boolean isWaiting() {
      return isWaiting;
    }
  }

  private final EventLoop eventLoop;
  private final Ticker ticker;
  private final Entry[] slots = new Entry[SLOT_COUNT];
  private final long startNanos;
  private long currentTick;
  private int count;
  private boolean isTicking;

  DeadlineWheel(EventLoop eventLoop, Ticker ticker) {
    this.eventLoop = eventLoop;
    this.ticker = ticker;
    this.startNanos = ticker.nanos();
    for (int i = 0; i < SLOT_COUNT; i++) {
      slots[i] = new Head();
      slots[i].previous = slots[i];
      slots[i].next = slots[i];
    }
  }

  long nanos() {
    return ticker.nanos();
  }

  /** Lets {@code entry} expire at {@code atNanos} of the ticker; it must not be waiting. */
  void add(Entry entry, long atNanos) {
    if (!isTicking) {
      isTicking = true;
      currentTick = tickOf(ticker.nanos());
      eventLoop.schedule(this, TICK_NANOS, TimeUnit.NANOSECONDS);
    }
    entry.atNanos = atNanos;
    entry.isWaiting = true;
    link(entry, Math.max(tickOf(atNanos), currentTick) + 1);
    count++;
  }

  /** Forgets {@code entry} if it is waiting. */
  void remove(Entry entry) {
    if (entry.isWaiting) {
      entry.isWaiting = false;
      unlink(entry);
      count--;
    }
  }

  @Override
  public void run() {
    long now = ticker.nanos();
    for (long last = tickOf(now); currentTick < last; ) {
      currentTick++;
      expireSlot(slots[(int) (currentTick % SLOT_COUNT)], now);
    }
    isTicking = count > 0;
    if (isTicking) {
      eventLoop.schedule(this, TICK_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  @SuppressWarnings("ReferenceEquality") // The list ends where it began.
  private void expireSlot(Entry head, long now) {
    // What expires may add and remove others, so take one after the other from the head.
    Entry later = new Head();
    later.previous = later;
    later.next = later;
    for (Entry entry = next(head); entry != head; entry = next(head)) {
      unlink(entry);
      if (entry.atNanos - now <= 0) {
        entry.isWaiting = false;
        count--;
        entry.expired();
      } else {
        append(later, entry);
      }
    }
    for (Entry entry = next(later); entry != later; entry = next(later)) {
      unlink(entry);
      append(head, entry);
    }
  }

  private void link(Entry entry, long tick) {
    append(slots[(int) (tick % SLOT_COUNT)], entry);
  }

  private static void append(Entry head, Entry entry) {
    Entry last = head.previous == null ? head : head.previous;
    entry.previous = last;
    entry.next = head;
    last.next = entry;
    head.previous = entry;
  }

  private static void unlink(Entry entry) {
    if (entry.previous != null && entry.next != null) {
      entry.previous.next = entry.next;
      entry.next.previous = entry.previous;
    }
    entry.previous = null;
    entry.next = null;
  }

  private static Entry next(Entry entry) {
    return entry.next == null ? entry : entry.next;
  }

  private long tickOf(long nanos) {
    return (nanos - startNanos) / TICK_NANOS;
  }

  /** Where a slot's list begins and ends. */
  private static final class Head extends Entry {
    @Override
    void expired() {
      throw new IllegalStateException("the head of a slot never waits");
    }
  }
}
