package network.wcn.app.node.service;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.KeyspaceSchedule;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import network.wcn.wire.storage.ReadDataRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code read_data} of other operators out of our own database: while a migration runs, and
 * else to operators that fetch again what they hold; all transfers together no faster than the
 * contract's settings let a node send.
 *
 * @see "protocol/wire.md section 11"
 */
final class DataRelay {
  private static final Logger log = LoggerFactory.getLogger(DataRelay.class);
  private static final Duration TIME_TO_BEGIN = Duration.ofSeconds(10);
  private static final Duration PATIENCE_WITH_STREAMS = Duration.ofMinutes(2);

  /** How many transfers an operator gets at once while no migration runs. */
  private static final int RESYNCS_AT_ONCE = 8;

  private final ViewSource views;
  private final RpcLink database;
  private final TransferPace pace;
  private final WallClock clock;
  private final Ticker ticker;
  private final StallWatch watch;
  private final Map<Integer, Semaphore> resyncs = new ConcurrentHashMap<>();

  /**
   * Makes a relay.
   *
   * @param database a link of low priority
   * @param pace of everything that is sent
   */
  DataRelay(ViewSource views, RpcLink database, TransferPace pace, WallClock clock, Ticker ticker) {
    this.views = views;
    this.database = database;
    this.pace = pace;
    this.clock = clock;
    this.ticker = ticker;
    this.watch = new StallWatch(PATIENCE_WITH_STREAMS, ticker);
  }

  /** Ends transfers in which one end no longer moves; call it now and then. */
  void breakStalled() {
    watch.breakStalled();
  }

  /** Serves one transfer; blocks until it is over, for use by virtual threads. */
  void serve(InboundStream stream) {
    try (FrameStream caller = watch.watch(stream.frames())) {
      Optional<Bytes> frame = caller.receive();
      if (frame.isPresent()) {
        serve(stream, caller, frame.get());
      }
    } catch (MalformedMessage _) {
      log.debug("A request for data could not be read");
    } catch (LinkFault fault) {
      log.atDebug().addKeyValue("kind", fault.kind()).log("A transfer broke off");
    }
  }

  private void serve(InboundStream stream, FrameStream caller, Bytes frame) {
    ReadDataRequest request = DataTransferCodec.decodeRequest(frame);
    ClusterView view = views.view();
    Optional<Refusal> refusal =
        view.refusalOfData(
            stream.peer(),
            ShardId.owning(request.first()),
            ShardId.owning(request.last()),
            request.keyspaceVersion(),
            KeyspaceSchedule.unixNanos(clock.unixMicros()));
    if (refusal.isPresent()) {
      refuse(caller, refusal.get());
    } else if (view.migration().isPresent()) {
      pass(caller, frame);
    } else {
      Semaphore places =
          resyncs.computeIfAbsent(
              view.slotOfNode(stream.peer()).orElseThrow(), _ -> new Semaphore(RESYNCS_AT_ONCE));
      if (!places.tryAcquire()) {
        refuse(
            caller, Refusal.network(RESYNCS_AT_ONCE + " transfers to this operator run already"));
        return;
      }
      try {
        pass(caller, frame);
      } finally {
        places.release();
      }
    }
  }

  private void pass(FrameStream caller, Bytes request) {
    FrameStream opened;
    try {
      opened = database.open(StorageMethod.READ_DATA, Deadline.after(ticker, TIME_TO_BEGIN));
    } catch (LinkFault _) {
      String why = OwnDatabase.explain(ReplicaReply.Reason.UNREACHABLE);
      refuse(caller, Refusal.network(why));
      return;
    }
    try (FrameStream source = watch.watch(opened)) {
      source.send(request);
      source.finish();
      for (Optional<Bytes> next = source.receive(); next.isPresent(); next = source.receive()) {
        if (!pace.await(next.get().size(), caller::canSend)) {
          return;
        }
        caller.send(next.get());
      }
    }
    caller.finish();
  }

  private static void refuse(FrameStream caller, Refusal refusal) {
    caller.send(DataTransferCodec.encodeMessage(new ReadDataMessage.Refused(refusal)));
    caller.finish();
  }
}
