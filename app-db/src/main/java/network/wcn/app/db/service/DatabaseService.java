package network.wcn.app.db.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.wcn.app.base.metrics.CallMetrics;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.RequestLimits;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.StorageReads;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.StorageCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage API of a database: executes operations on what is stored here.
 *
 * <p>Keyspace versions are passed over: the node in front has checked them. An operation whose
 * caller has given up by the time its turn comes is dropped undone.
 *
 * @see "protocol/wire.md section 5"
 */
final class DatabaseService implements RpcService {
  private static final Logger log = LoggerFactory.getLogger(DatabaseService.class);

  private final AllowedPeers allowed;
  private final RequestLimits limits;
  private final StorageReads reads;
  private final StorageReads inMemory;
  private final ReaderThreads readers;
  private final GroupCommitter committer;
  private final BulkTransfers transfers;
  private final WallClock clock;
  private final Ticker ticker;
  private final List<CallMetrics> metrics = new ArrayList<>();

  DatabaseService(
      AllowedPeers allowed,
      RequestLimits limits,
      StorageReads reads,
      StorageReads inMemory,
      ReaderThreads readers,
      GroupCommitter committer,
      BulkTransfers transfers,
      WallClock clock,
      Ticker ticker,
      Metrics registry) {
    this.allowed = allowed;
    this.limits = limits;
    this.reads = reads;
    this.inMemory = inMemory;
    this.readers = readers;
    this.committer = committer;
    this.transfers = transfers;
    this.clock = clock;
    this.ticker = ticker;
    for (RpcMethod method : Api.DATABASE.methods()) {
      metrics.add(new CallMetrics(registry, "storage_operation", "op_name", snakeCase(method)));
    }
  }

  private static String snakeCase(RpcMethod method) {
    // SetExp is set_exp, but HSetExp is hset_exp.
    return method.name().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  @Override
  public Api api() {
    return Api.DATABASE;
  }

  @Override
  public Duration timeLimit(RpcMethod method) {
    return Duration.ofMillis(1500);
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    return allowed.admit(peer);
  }

  @Override
  public void serve(InboundCall call) {
    StorageRequest request;
    try {
      request = StorageCodec.decodeRequest(call.method(), call.request());
    } catch (MalformedMessage _) {
      call.fail();
      return;
    }
    StorageCall tracked = new StorageCall(call, metrics.get(call.method().id()), ticker);
    switch (request.operation()) {
      case Operation.Read read -> serveRead(read, request, tracked);
      case Operation.Write write -> serveWrite(write, request, tracked);
    }
  }

  private void serveRead(Operation.Read read, StorageRequest request, StorageCall call) {
    Optional<RequestTrailer.Read> asked =
        request
            .trailer()
            .filter(RequestTrailer.Read.class::isInstance)
            .map(RequestTrailer.Read.class::cast);
    if (!answerFromMemory(read, asked, call) && !readers.submit(() -> read(read, asked, call))) {
      call.refuse(Refusal.network("too many reads wait"));
    }
  }

  /** Spares what can be answered at once the way to a reader thread and back. */
  private boolean answerFromMemory(
      Operation.Read read, Optional<RequestTrailer.Read> asked, StorageCall call) {
    StorageResponse response;
    try {
      response = inMemory.answer(read, asked, clock.unixSeconds());
    } catch (NotInMemory _) {
      return false;
    }
    call.answer(response);
    return true;
  }

  private Runnable read(
      Operation.Read read, Optional<RequestTrailer.Read> asked, StorageCall call) {
    if (call.isOverdue()) {
      return call::drop;
    }
    StorageResponse response;
    try {
      response = reads.answer(read, asked, clock.unixSeconds());
    } catch (StoreFault fault) {
      // The store's watch tells operators, once.
      log.atDebug().addKeyValue("kind", fault.kind()).setCause(fault).log("A read failed");
      response = StorageResponse.of(StoreRefusals.of(fault));
    } catch (RuntimeException bug) {
      log.error("A read failed for a reason no engine may have", bug);
      response = StorageResponse.of(Refusal.internal("the database failed"));
    }
    StorageResponse answer = response;
    return () -> call.answer(answer);
  }

  private void serveWrite(Operation.Write write, StorageRequest request, StorageCall call) {
    Optional<Refusal> refusal = limits.check(write, clock.unixSeconds());
    if (refusal.isPresent()) {
      call.refuse(refusal.get());
      return;
    }
    Optional<StoredRecord> incoming = request.incoming();
    if (incoming.isEmpty()) {
      // A write of version 0 never takes effect and is answered all the same.
      call.answer(StorageResponse.of(Answer.Done.INSTANCE));
      return;
    }
    committer.submit(
        new Merge(write.recordKey(), incoming.get()),
        call.deadline(),
        outcome -> answer(call, outcome));
  }

  private static void answer(StorageCall call, CommitOutcome outcome) {
    switch (outcome) {
      case CommitOutcome.Merged(MergeResult.Stored _),
          CommitOutcome.Merged(MergeResult.Unchanged _) ->
          call.answer(StorageResponse.of(Answer.Done.INSTANCE));
      case CommitOutcome.Merged(MergeResult.Refused(String reason)) ->
          call.refuse(Refusal.invalid(reason));
      case CommitOutcome.NotMerged(Refusal refusal) -> call.refuse(refusal);
      case CommitOutcome.Overdue _ -> call.drop();
    }
  }

  @Override
  public void serveStream(InboundStream stream) {
    transfers.serve(stream);
  }
}
