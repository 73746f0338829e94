package network.wcn.adapter.quic.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JointAnswersTest {
  private final EventLoop eventLoop = new DefaultEventLoop();
  private final JointAnswers answers =
      new JointAnswers(
          new TransportLoop(eventLoop, Ticker.system()), SegmentedDatagramPacketAllocator.NONE);
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void endLoop() {
    eventLoop.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void inOneRound(Runnable action) {
    eventLoop.submit(action).syncUninterruptibly();
    // What the round left for its end is over when a later task is.
    eventLoop.submit(() -> {}).syncUninterruptibly();
  }

  /** Writes as Netty does: what is written makes it begin a pass, which asks and then sends. */
  private void writeAndSend(String answer) {
    seen.add(answer);
    int segments = answers.maxNumSegments();
    seen.add("pass of " + segments);
  }

  @Test
  void answersOfARoundAreWrittenBeforeThePassThatTheFirstBegins() {
    inOneRound(() -> {
      answers.add(() -> writeAndSend("a"));
      answers.add(() -> seen.add("b"));
      answers.add(() -> seen.add("c"));
      seen.add("end of round");
    });
    assertEquals(List.of("end of round", "a", "b", "c", "pass of 0"), seen);
  }

  @Test
  void aPassThatBeginsForAnotherReasonTakesThemAlong() {
    inOneRound(() -> {
      answers.add(() -> seen.add("a"));
      answers.add(() -> seen.add("b"));
      seen.add("pass of " + answers.maxNumSegments());
    });
    assertEquals(List.of("a", "b", "pass of 0"), seen);
  }

  @Test
  void withoutAPassTheyAreWrittenAllTheSame() {
    inOneRound(() -> {
      answers.add(() -> seen.add("a"));
      answers.add(() -> seen.add("b"));
    });
    inOneRound(() -> answers.add(() -> seen.add("c")));
    assertEquals(List.of("a", "b", "c"), seen);
  }

  @Test
  void oneThatFailsDoesNotKeepTheOthersOrLaterOnes() {
    inOneRound(() -> {
      answers.add(() -> {
        throw new IllegalStateException("thrown on purpose by a test");
      });
      answers.add(() -> seen.add("a"));
    });
    inOneRound(() -> answers.add(() -> seen.add("b")));
    assertEquals(List.of("a", "b"), seen);
  }
}
