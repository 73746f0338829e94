package network.wcn.app.node.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.KeyspaceSchedule;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.StorageCodec;

/**
 * What other nodes call: passes operations on to our own database, byte for byte, and its answers
 * back.
 *
 * @see "protocol/wire.md section 5"
 */
final class ReplicaService implements RpcService {
  private static final int UNAUTHORIZED = 1;

  private final ViewSource views;
  private final OwnDatabase database;
  private final DataRelay relay;
  private final WallClock clock;
  private final Ticker ticker;

  ReplicaService(
      ViewSource views, OwnDatabase database, DataRelay relay, WallClock clock, Ticker ticker) {
    this.views = views;
    this.database = database;
    this.relay = relay;
    this.clock = clock;
    this.ticker = ticker;
  }

  @Override
  public Api api() {
    return Api.REPLICA;
  }

  @Override
  public Duration timeLimit(RpcMethod method) {
    return Duration.ofSeconds(2);
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    return views.view().isNode(peer)
        ? Admission.Accepted.INSTANCE
        : new Admission.Rejected(UNAUTHORIZED);
  }

  @Override
  public void serve(InboundCall call) {
    OptionalLong version;
    try {
      version = StorageCodec.keyspaceVersion(call.method(), call.request());
    } catch (MalformedMessage _) {
      call.fail();
      return;
    }
    if (call.deadline().hasPassed(ticker)) {
      call.fail();
      return;
    }
    Optional<Refusal> refusal = refusal(call.peer(), version);
    if (refusal.isPresent()) {
      refuse(call, refusal.get());
      return;
    }
    database.call(call.method(), call.request(), call.deadline(), relayingTo(call));
  }

  private Optional<Refusal> refusal(PeerId peer, OptionalLong version) {
    ClusterView view = views.view();
    if (!view.isNode(peer)) {
      // It was one when it connected.
      return Optional.of(Refusal.unauthorized());
    }
    long nowNanos = KeyspaceSchedule.unixNanos(clock.unixMicros());
    return version.isPresent() && view.schedule().acceptsOperation(version.getAsLong(), nowNanos)
        ? Optional.empty()
        : Optional.of(Refusal.keyspaceVersionMismatch());
  }

  private static OperatorLink.Listener relayingTo(InboundCall call) {
    return new OperatorLink.Listener() {
      @Override
      public void answered(Bytes response) {
        call.answer(response);
      }

      @Override
      public void failed(ReplicaReply.Reason reason) {
        refuse(call, Refusal.network(OwnDatabase.explain(reason)));
      }
    };
  }

  private static void refuse(InboundCall call, Refusal refusal) {
    call.answer(StorageCodec.encodeResponse(StorageResponse.of(refusal)));
  }

  /** Lets an operator that joins a keyspace pull its shards; nobody may write in bulk. */
  @Override
  public void serveStream(InboundStream stream) {
    if (stream.method().equals(StorageMethod.READ_DATA)) {
      relay.serve(stream);
      return;
    }
    try (var frames = stream.frames()) {
      frames.send(DataTransferCodec.encodeOutcome(Optional.of(Refusal.unauthorized())));
      frames.finish();
    }
  }
}
