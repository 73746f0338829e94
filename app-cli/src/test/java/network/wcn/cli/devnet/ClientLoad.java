package network.wcn.cli.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import network.wcn.client.Records;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;

/** One caller that writes and reads back all the time and remembers the first failure. */
final class ClientLoad implements AutoCloseable {
  static final Duration TTL = Duration.ofHours(1);
  private static final int LOAD_KEYS = 50;

  private final Thread thread;
  private volatile boolean isOver;
  private volatile Optional<Throwable> failure = Optional.empty();

  ClientLoad(Records records) {
    thread = Thread.ofVirtual().start(() -> work(records));
  }

  private void work(Records records) {
    try {
      for (int turn = 0; !isOver; turn++) {
        Bytes key = Bytes.utf8("load-" + turn % LOAD_KEYS);
        Bytes value = Bytes.utf8("turn " + turn);
        records.set(key, value, TTL);
        assertEquals(Optional.of(value), records.get(key).map(LiveRecord::value));
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    } catch (RuntimeException | AssertionError e) {
      failure = Optional.of(e);
    }
  }

  void assertNoFailure() {
    failure.ifPresent(first -> {
      throw new AssertionError("an operation of the client failed", first);
    });
  }

  @Override
  public void close() {
    isOver = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while the load ended", e);
    }
    assertNoFailure();
  }
}
