package network.wcn.app.node.service;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.KeyspaceSchedule;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.Audience;
import network.wcn.domain.replication.Coordination;
import network.wcn.domain.replication.CoordinationContext;
import network.wcn.domain.replication.RepairBudget;
import network.wcn.domain.replication.RequestLimits;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import network.wcn.wire.storage.StorageCodec;

/**
 * What clients call: runs each operation over the replicas of its key.
 *
 * @see "protocol/wire.md section 5"
 */
final class CoordinatorService implements RpcService {
  private static final int UNAUTHORIZED = 1;

  /** Maps that are compared and reconciled behind answers at the same time. */
  private static final int BACKGROUND_REPAIRS = 16;

  private final ViewSource views;
  private final Replicas replicas;
  private final RequestLimits limits;
  private final Timer timer;
  private final WallClock clock;
  private final Ticker ticker;
  private final Metrics.Counter withoutMajority;
  private final RepairBudget repairs = new BackgroundRepairs(BACKGROUND_REPAIRS);
  private final AtomicInteger turn = new AtomicInteger();

  CoordinatorService(
      ViewSource views,
      Replicas replicas,
      RequestLimits limits,
      Timer timer,
      WallClock clock,
      Ticker ticker,
      Metrics metrics) {
    this.views = views;
    this.replicas = replicas;
    this.limits = limits;
    this.timer = timer;
    this.clock = clock;
    this.ticker = ticker;
    this.withoutMajority = metrics.counter("wcn_replication_coordinator_inconsistent_results");
  }

  @Override
  public Api api() {
    return Api.COORDINATOR;
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    return views.view().isClient(peer)
        ? Admission.Accepted.INSTANCE
        : new Admission.Rejected(UNAUTHORIZED);
  }

  @Override
  public void serve(InboundCall call) {
    Operation operation;
    try {
      // What stands behind a client's request means nothing here.
      operation = StorageCodec.decodeRequest(call.method(), call.request()).operation();
    } catch (MalformedMessage _) {
      call.fail();
      return;
    }
    if (call.deadline().hasPassed(ticker)) {
      call.fail();
      return;
    }
    ClusterView view = views.view();
    boolean settled = views.isSettled();
    long nowMicros = clock.unixMicros();
    Optional<Refusal> refusal = refusal(view, call.peer(), operation, nowMicros);
    if (refusal.isPresent()) {
      call.answer(StorageCodec.encodeResponse(StorageResponse.of(refusal.get())));
      return;
    }
    Coordination machine = Coordination.of(operation, context(view, operation, nowMicros, settled));
    new RunningOperation(
            machine, replicas, timer, ticker, call.deadline(), response -> answer(call, response))
        .begin();
  }

  private Optional<Refusal> refusal(
      ClusterView view, PeerId peer, Operation operation, long nowMicros) {
    return view.mayUse(peer, operation.namespace())
        ? limits.check(operation, nowMicros / 1_000_000)
        : Optional.of(Refusal.unauthorized());
  }

  private void answer(InboundCall call, StorageResponse response) {
    if (response instanceof StorageResponse.Refused) {
      withoutMajority.increment();
    }
    call.answer(StorageCodec.encodeResponse(response));
  }

  private CoordinationContext context(
      ClusterView view, Operation operation, long nowMicros, boolean settled) {
    long nowNanos = KeyspaceSchedule.unixNanos(nowMicros);
    Audience audience = Audience.of(view, operation, nowNanos, settled);
    return new CoordinationContext(
        view.schedule().effectiveVersion(nowNanos),
        nowMicros / 1_000_000,
        audience,
        preferredOf(audience.groups().getFirst()),
        repairs);
  }

  /** Our own database is nearest; without it the replicas take turns. */
  private int preferredOf(List<Integer> slots) {
    OptionalInt own = replicas.ownSlot();
    if (own.isPresent() && slots.contains(own.getAsInt()) && replicas.isReachable(own.getAsInt())) {
      return own.getAsInt();
    }
    int first = turn.getAndIncrement();
    for (int i = 0; i < slots.size(); i++) {
      int slot = slots.get(Math.floorMod(first + i, slots.size()));
      if (replicas.isReachable(slot)) {
        return slot;
      }
    }
    return slots.getFirst();
  }

  /** Bulk transfers are none of a client's business. */
  @Override
  public void serveStream(InboundStream stream) {
    try (var frames = stream.frames()) {
      Refusal refusal = Refusal.unauthorized();
      frames.send(
          stream.method().equals(StorageMethod.READ_DATA)
              ? DataTransferCodec.encodeMessage(new ReadDataMessage.Refused(refusal))
              : DataTransferCodec.encodeOutcome(Optional.of(refusal)));
      frames.finish();
    }
  }
}
