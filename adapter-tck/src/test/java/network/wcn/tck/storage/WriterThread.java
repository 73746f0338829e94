package network.wcn.tck.storage;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;

/** A writer to the engine in memory, whose machine stops while it writes. */
final class WriterThread implements CrashSuite.Writer {
  private final FakeDisk disk;
  private final BlockingQueue<Integer> acknowledged = new LinkedBlockingQueue<>();
  private final Thread thread;
  private int last;

  private WriterThread(FakeDisk disk, int last) {
    this.disk = disk;
    this.last = last;
    RecordStore store = new FakeRecordStore(disk, new SettableClock(Arbitraries.NOW));
    thread = Thread.ofPlatform().name("writer").unstarted(() -> write(store, last));
  }

  /** Starts one on {@code disk}, where batches 1 to {@code last} are. */
  static WriterThread start(FakeDisk disk, int last) {
    WriterThread writer = new WriterThread(disk, last);
    writer.thread.start();
    return writer;
  }

  private void write(RecordStore store, int before) {
    try {
      for (int number = before + 1; ; number++) {
        store.apply(NumberedBatches.batch(number));
        acknowledged.add(number);
      }
    } catch (StoreFault fault) {
      if (fault.kind() != StoreFault.Kind.CLOSED) {
        throw fault;
      }
    }
  }

  @Override
  public int next() throws InterruptedException {
    last = acknowledged.take();
    return last;
  }

  @Override
  public int kill() throws InterruptedException {
    disk.crash();
    thread.join();
    for (Integer number = acknowledged.poll(); number != null; number = acknowledged.poll()) {
      last = number;
    }
    return last;
  }

  @Override
  public void close() {
    disk.crash();
  }
}
