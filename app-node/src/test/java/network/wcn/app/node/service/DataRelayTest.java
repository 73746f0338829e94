package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.SlotMask;
import network.wcn.domain.operation.Refusal;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.InboundStream;
import network.wcn.tck.rpc.QueuedFrames;
import network.wcn.wire.onchain.SettingsCodec;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import network.wcn.wire.storage.ReadDataRequest;
import org.junit.jupiter.api.Test;

/** Data that another operator pulls out of our database: to whom, and how fast. */
class DataRelayTest {
  private static final PeerId NODE = TestNetwork.peer(3, 1);
  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final int FRAME_BYTES = 1_000_000;
  private static final int FRAMES = 30;

  private final TestNetwork network = new TestNetwork();
  private final AtomicLong nowNanos = new AtomicLong();
  private final QueuedFrames source =
      new QueuedFrames(
          Stream.generate(() -> Bytes.of(new byte[FRAME_BYTES])).limit(FRAMES).toList());
  private final FakeLink database = FakeLink.streaming(source);
  private final DataRelay relay =
      new DataRelay(
          network::view,
          database,
          new TransferPace(
              "tx",
              () -> network.view().settings().migrationTxBytesPerSecond(),
              nowNanos::get,
              nowNanos::addAndGet,
              Metrics.none()),
          () -> TestNetwork.CLOCK.unixMicros() + HOUR_MICROS,
          nowNanos::get);

  private void limit(long bytesPerSecond) {
    NetworkSettings defaults = NetworkSettings.DEFAULTS;
    NetworkSettings limited =
        new NetworkSettings(
            defaults.maxOperatorDataBytes(),
            defaults.minOperators(),
            defaults.eventPropagationLatency(),
            defaults.clockSkew(),
            defaults.migrationConcurrency(),
            bytesPerSecond,
            defaults.migrationRxBytesPerSecond());
    network
        .cluster()
        .apply(TestNetwork.OWNER, new ContractCall.UpdateSettings(SettingsCodec.encode(limited)));
  }

  private void add(int slot) {
    network
        .cluster()
        .apply(
            TestNetwork.OWNER, new ContractCall.AddNodeOperator(TestNetwork.entry(slot, "joins")));
  }

  private void startMigration() {
    add(5);
    network
        .cluster()
        .apply(
            TestNetwork.OWNER,
            new ContractCall.StartMigration(
                new KeyspaceSpec(SlotMask.of(Set.of(1, 2, 3, 4, 5)), 0)));
  }

  private static QueuedFrames asking(long keyspaceVersion) {
    return new QueuedFrames(
        List.of(DataTransferCodec.encodeRequest(new ReadDataRequest(0, -1, keyspaceVersion))));
  }

  private QueuedFrames serve(PeerId peer, long keyspaceVersion) {
    QueuedFrames caller = asking(keyspaceVersion);
    relay.serve(new InboundStream(peer, StorageMethod.READ_DATA, caller));
    return caller;
  }

  private static void assertRefused(Refusal refusal, QueuedFrames caller) {
    assertEquals(
        List.of(DataTransferCodec.encodeMessage(new ReadDataMessage.Refused(refusal))),
        caller.sent());
    assertTrue(caller.isFinished());
  }

  @Test
  void everythingIsPassedOnAsItIs() {
    startMigration();
    List<Bytes> stored = source.leftFrames();
    QueuedFrames caller = serve(NODE, 1);
    assertEquals(stored, caller.sent());
    assertTrue(caller.isFinished());
    assertTrue(caller.isClosed() && source.isClosed());
  }

  @Test
  void operatorsFetchAgainWhatTheyHoldWhileNoMigrationRuns() {
    assertRefused(Refusal.keyspaceVersionMismatch(), serve(NODE, 1));
    assertRefused(Refusal.unauthorized(), serve(TestNetwork.CLIENT, 0));
    add(5);
    assertRefused(
        Refusal.unauthorized("the operator does not hold all of these shards"),
        serve(TestNetwork.peer(5, 0), 0));
    assertEquals(FRAMES, source.left());
    assertEquals(FRAMES, serve(NODE, 0).sent().size());
  }

  @Test
  void onlyNodesPullAndOnlyForTheVersionThatComes() {
    startMigration();
    assertRefused(Refusal.keyspaceVersionMismatch(), serve(NODE, 0));
    assertRefused(Refusal.unauthorized(), serve(TestNetwork.CLIENT, 1));
    assertEquals(FRAMES, source.left());
  }

  @Test
  void anOperatorGetsSoManyTransfersAtOnce() {
    QueuedFrames last = asking(0);
    // Each of these begins the next one before it is over.
    QueuedFrames first = last;
    for (int i = 0; i < 8; i++) {
      QueuedFrames next = first;
      AtomicBoolean isBegun = new AtomicBoolean();
      first = asking(0);
      first.afterSending(() -> {
        if (isBegun.compareAndSet(false, true)) {
          relay.serve(new InboundStream(NODE, StorageMethod.READ_DATA, next));
        }
      });
    }
    relay.serve(new InboundStream(NODE, StorageMethod.READ_DATA, first));
    assertRefused(Refusal.network("8 transfers to this operator run already"), last);
    QueuedFrames later = serve(NODE, 0);
    assertTrue(later.isFinished() && later.sent().isEmpty(), "all places are free again");
  }

  @Test
  void aDatabaseThatIsAwayIsTold() {
    database.setOpen(false);
    assertRefused(Refusal.network("the operator's database is not connected"), serve(NODE, 0));
  }

  @Test
  void theRateOfTheContractIsKept() {
    limit(2_000_000);
    startMigration();
    assertEquals(FRAMES, serve(NODE, 1).sent().size());
    assertEquals((FRAMES - 1) * 500_000_000L, nowNanos.get());
  }

  @Test
  void aRateOfZeroIsNoLimit() {
    limit(0);
    startMigration();
    assertEquals(FRAMES, serve(NODE, 1).sent().size());
    assertEquals(0, nowNanos.get());
  }

  @Test
  void anotherRateOnTheChainCountsFromTheNextFrameOn() {
    limit(2_000_000);
    startMigration();
    QueuedFrames caller = asking(1);
    caller.afterSending(() -> {
      if (caller.sent().size() == 10) {
        limit(1_000_000);
      }
    });
    relay.serve(new InboundStream(NODE, StorageMethod.READ_DATA, caller));
    assertEquals(FRAMES, caller.sent().size());
    assertEquals(9 * 500_000_000L + 20 * 1_000_000_000L, nowNanos.get());
  }

  @Test
  void aTransferThatNobodyWantsAnyMoreEndsWhileItWaits() {
    limit(1);
    startMigration();
    QueuedFrames caller = asking(1);
    caller.afterSending(caller::close);
    relay.serve(new InboundStream(NODE, StorageMethod.READ_DATA, caller));
    assertEquals(1, caller.sent().size());
    assertFalse(caller.isFinished());
    assertTrue(source.isClosed());
  }
}
