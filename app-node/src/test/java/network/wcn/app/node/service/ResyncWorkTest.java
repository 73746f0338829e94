package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.operation.Refusal;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Ticker;
import network.wcn.tck.rpc.QueuedFrames;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import org.junit.jupiter.api.Test;

/**
 * Every range from three of four operators; operator 4 fetches, the others have nothing to send.
 */
class ResyncWorkTest {
  private static final int RANGES = 12;

  private final ClusterView view = new TestNetwork().view();
  private final List<ResyncPlan.Range> plan =
      new ResyncPlan(view.primary(), 4).ranges().subList(0, RANGES);
  private final ResyncTally tally = new ResyncTally(plan, view);
  private final AtomicInteger databaseCalls = new AtomicInteger();
  private final Map<Integer, OperatorLink> sources = new HashMap<>();

  ResyncWorkTest() {
    for (int slot = 0; slot < 4; slot++) {
      answer(slot, ReadDataMessage.Accepted.INSTANCE);
    }
  }

  private void answer(int slot, ReadDataMessage first) {
    put(slot, FakeLink.streamingAnew(() -> emptyRange(first)));
  }

  private static QueuedFrames emptyRange(ReadDataMessage first) {
    return new QueuedFrames(
        List.of(
            DataTransferCodec.encodeMessage(first),
            DataTransferCodec.encodeMessage(new ReadDataMessage.Item(new DataItem.Done(0)))));
  }

  private void put(int slot, RpcLink node) {
    sources.put(slot, new OperatorLink(List.of(node), Ticker.system()));
  }

  private ResyncReport run(Optional<Refusal> databaseSays) {
    RpcLink database =
        FakeLink.streamingAnew(() -> {
          databaseCalls.incrementAndGet();
          return new QueuedFrames(List.of(DataTransferCodec.encodeOutcome(databaseSays)));
        });
    TransferPace pace = new TransferPace("rx", () -> 0, Ticker.system(), Metrics.none());
    Ticker ticker = Ticker.system();
    StallWatch watch = new StallWatch(Duration.ofMinutes(1), ticker);
    RangeFetch fetch = new RangeFetch(database, 0, pace, watch, tally, ticker);
    return new ResyncWork(plan, sources, fetch, watch, tally, Duration.ZERO, ticker)
        .run(3, Duration.ofSeconds(10), _ -> {});
  }

  private static int fetched(ResyncReport report) {
    return report.sources().stream().mapToInt(ResyncReport.Source::ranges).sum();
  }

  @Test
  void allFourAreAsked() {
    ResyncReport report = run(Optional.empty());
    assertTrue(report.isComplete());
    assertEquals(RANGES, report.completeRanges());
    assertEquals(4 * RANGES, fetched(report));
  }

  @Test
  void threeAreEnough() {
    FakeLink away = FakeLink.streaming(new QueuedFrames(List.of()));
    away.setOpen(false);
    put(2, away);
    ResyncReport report = run(Optional.empty());
    assertTrue(report.isComplete());
    assertEquals(3 * RANGES, fetched(report));
    ResyncReport.Source missing = report.sources().get(2);
    assertEquals("operator 2", missing.name());
    assertEquals(0, missing.ranges());
    assertEquals(Optional.of("none of its nodes can be reached"), missing.problem());
  }

  @Test
  void whatBreaksIsTriedAgain() {
    for (int slot : new int[] {0, 1}) {
      AtomicInteger calls = new AtomicInteger();
      put(
          slot,
          FakeLink.streamingAnew(() -> {
            ReadDataMessage busy = new ReadDataMessage.Refused(Refusal.network("busy"));
            return calls.getAndIncrement() < 2 * RANGES
                ? new QueuedFrames(List.of(DataTransferCodec.encodeMessage(busy)))
                : emptyRange(ReadDataMessage.Accepted.INSTANCE);
          }));
    }
    ResyncReport report = run(Optional.empty());
    assertTrue(report.isComplete());
    assertEquals(4 * RANGES, fetched(report));
    assertEquals(Optional.of("refused: NETWORK: busy"), report.sources().getFirst().problem());
  }

  @Test
  void theFourthIsAskedAgainThoughThreeAreEnough() {
    AtomicInteger calls = new AtomicInteger();
    put(
        3,
        FakeLink.streamingAnew(() ->
            calls.getAndIncrement() < RANGES
                ? new QueuedFrames(List.of())
                : emptyRange(ReadDataMessage.Accepted.INSTANCE)));
    ResyncReport report = run(Optional.empty());
    assertEquals(RANGES, report.completeRanges());
    assertEquals(4 * RANGES, fetched(report));
  }

  @Test
  void withTwoMissingItIsNotCompleteAndSaysWhy() {
    answer(0, new ReadDataMessage.Refused(Refusal.keyspaceVersionMismatch()));
    answer(1, new ReadDataMessage.Refused(Refusal.unauthorized()));
    ResyncReport report = run(Optional.empty());
    assertFalse(report.isComplete());
    assertEquals(0, report.completeRanges());
    // What the other two have is fetched all the same.
    assertEquals(2 * RANGES, fetched(report));
    assertEquals(Optional.of("refused: unauthorized"), report.sources().get(1).problem());
  }

  @Test
  void aDatabaseThatTakesNothingEndsAll() {
    ResyncFailed failure =
        assertThrows(ResyncFailed.class, () -> run(Optional.of(Refusal.network("no space"))));
    assertTrue(failure.toString().contains("no space"), failure::toString);
    assertEquals(0, fetched(tally.report()));
    assertTrue(databaseCalls.get() <= 3, "each worker finds it once: " + databaseCalls);
  }
}
