package network.wcn.app.node.service;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
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

  private final ViewSource views;
  private final RpcLink database;
  private final TransferPace pace;
  private final WallClock clock;
  private final Ticker ticker;

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
  }

  /** Serves one transfer; blocks until it is over, for use by virtual threads. */
  void serve(InboundStream stream) {
    try (FrameStream caller = stream.frames()) {
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
    Optional<Refusal> refusal = refusal(stream.peer(), request);
    if (refusal.isPresent()) {
      refuse(caller, refusal.get());
      return;
    }
    FrameStream opened;
    try {
      opened = database.open(StorageMethod.READ_DATA, Deadline.after(ticker, TIME_TO_BEGIN));
    } catch (LinkFault _) {
      String why = OwnDatabase.explain(ReplicaReply.Reason.UNREACHABLE);
      refuse(caller, Refusal.network(why));
      return;
    }
    try (FrameStream source = opened) {
      source.send(frame);
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

  private Optional<Refusal> refusal(PeerId peer, ReadDataRequest request) {
    ClusterView view = views.view();
    OptionalInt slot = view.slotOfNode(peer);
    if (slot.isEmpty()) {
      return Optional.of(Refusal.unauthorized());
    }
    long nowNanos = KeyspaceSchedule.unixNanos(clock.unixMicros());
    if (view.schedule().acceptsDataPull(request.keyspaceVersion(), nowNanos)) {
      return Optional.empty();
    }
    if (!view.schedule().acceptsResync(request.keyspaceVersion(), nowNanos)) {
      return Optional.of(Refusal.keyspaceVersionMismatch());
    }
    ShardId first = ShardId.owning(request.first());
    ShardId last = ShardId.owning(request.last());
    return view.primary().holdsAll(slot.getAsInt(), first, last)
        ? Optional.empty()
        : Optional.of(Refusal.unauthorized("the operator does not hold all of these shards"));
  }
}
