package network.wcn.app.db.service;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReaderThreadsTest {
  private static final int MAX_WAITING = 16;

  private final PrometheusMetrics metrics = new PrometheusMetrics(Ticker.system());
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);

  @Test
  void readsThatWaitTogetherAreAnsweredTogether() throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(3);
    // A clock that stands still: nobody has waited for company too long.
    try (ReaderThreads threads = new ReaderThreads(1, MAX_WAITING, () -> 0, metrics)) {
      threads.submit(blocking("first", answered));
      assertTrue(begun.await(10, SECONDS));
      threads.submit(reading("second", answered));
      threads.submit(reading("third", answered));
      opened.countDown();

      assertTrue(answered.await(10, SECONDS));
    }
    assertEquals(
        List.of(
            "read first",
            "read second",
            "read third",
            "answer first",
            "answer second",
            "answer third"),
        events);
  }

  @Test
  void anAnswerDoesNotWaitForCompanyWhenItTookLong() throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(2);
    AtomicInteger seconds = new AtomicInteger();
    Ticker slow = () -> SECONDS.toNanos(1) * seconds.getAndIncrement();
    try (ReaderThreads threads = new ReaderThreads(1, MAX_WAITING, slow, metrics)) {
      threads.submit(blocking("first", answered));
      assertTrue(begun.await(10, SECONDS));
      threads.submit(reading("second", answered));
      opened.countDown();

      assertTrue(answered.await(10, SECONDS));
    }
    assertEquals(List.of("read first", "answer first", "read second", "answer second"), events);
  }

  @Test
  void aReadThatFindsTooManyWaitingIsRefused() throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(1 + MAX_WAITING);
    try (ReaderThreads threads = new ReaderThreads(1, MAX_WAITING, Ticker.system(), metrics)) {
      threads.submit(blocking("first", answered));
      assertTrue(begun.await(10, SECONDS));
      for (int i = 0; i < MAX_WAITING; i++) {
        assertTrue(threads.submit(reading("waiting", answered)));
      }

      assertFalse(threads.submit(reading("refused", answered)));

      opened.countDown();
      assertTrue(answered.await(10, SECONDS));
    }
    assertFalse(events.contains("read refused"));
  }

  @Test
  void anotherThreadHelpsWhileOneIsBlocked() throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch submitted = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(MAX_WAITING - 1);
    try (ReaderThreads threads = new ReaderThreads(2, MAX_WAITING, Ticker.system(), metrics)) {
      threads.submit(blocking("first", blocked));
      assertTrue(begun.await(10, SECONDS));
      for (int i = 1; i < MAX_WAITING; i++) {
        threads.submit(waitingFor(submitted, reading("other", others)));
      }
      // Had the other thread come to an end before, the last few would wait for the blocked one.
      submitted.countDown();

      assertTrue(others.await(10, SECONDS));

      opened.countDown();
      assertTrue(blocked.await(10, SECONDS));
    }
  }

  @Test
  void noReadIsForgottenBetweenTheEndOfAThreadAndTheStartOfTheNext() throws InterruptedException {
    try (ReaderThreads threads = new ReaderThreads(2, MAX_WAITING, Ticker.system(), metrics)) {
      for (int i = 0; i < 20_000; i++) {
        CountDownLatch answered = new CountDownLatch(1);
        assertTrue(threads.submit(() -> answered::countDown));
        assertTrue(answered.await(10, SECONDS), "read " + i);
      }
    }
  }

  private ReaderThreads.Read reading(String name, CountDownLatch answered) {
    return () -> {
      events.add("read " + name);
      return () -> {
        events.add("answer " + name);
        answered.countDown();
      };
    };
  }

  private ReaderThreads.Read blocking(String name, CountDownLatch answered) {
    return () -> {
      begun.countDown();
      return waitingFor(opened, reading(name, answered)).read();
    };
  }

  private static ReaderThreads.Read waitingFor(CountDownLatch latch, ReaderThreads.Read read) {
    return () -> {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return read.read();
    };
  }
}
