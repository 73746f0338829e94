package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.FrameStream;
import network.wcn.tck.rpc.QueuedFrames;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private static final Bytes FRAME = Bytes.utf8("frame");

  private final AtomicLong now = new AtomicLong();
  private final StallWatch watch = new StallWatch(Duration.ofSeconds(5), now::get);

  private void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    watch.breakStalled();
  }

  @Test
  void anEndThatTakesNothingIsGivenUp() {
    QueuedFrames frames = new QueuedFrames(List.of());
    FrameStream watched = watch.watch(frames);
    // The other end takes this frame after 6 seconds only.
    frames.afterSending(() -> {
      pass(5);
      assertFalse(frames.isClosed());
      pass(1);
      assertTrue(frames.isClosed());
    });
    watched.send(FRAME);
    assertEquals(List.of(FRAME), frames.sent());
  }

  @Test
  void whoeverIsNotWaitedForMayTakeItsTime() {
    QueuedFrames frames = new QueuedFrames(List.of(FRAME));
    FrameStream watched = watch.watch(frames);
    watched.send(FRAME);
    pass(100);
    assertEquals(Optional.of(FRAME), watched.receive());
    pass(100);
    assertFalse(frames.isClosed());
    watched.close();
    assertTrue(frames.isClosed());
  }
}
