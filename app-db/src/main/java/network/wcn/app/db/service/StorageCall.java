package network.wcn.app.db.service;

import network.wcn.app.base.metrics.CallMetrics;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.storage.StorageCodec;

/**
 * An operation under way: knows how to answer it and counts how it ended, before the caller can
 * know.
 */
final class StorageCall {
  private final InboundCall call;
  private final CallMetrics metrics;
  private final Ticker ticker;
  private final long begunNanos;

  StorageCall(InboundCall call, CallMetrics metrics, Ticker ticker) {
    this.call = call;
    this.metrics = metrics;
    this.ticker = ticker;
    this.begunNanos = ticker.nanos();
    metrics.begun();
  }

  Deadline deadline() {
    return call.deadline();
  }

  /** Returns whether the caller has given up. */
  boolean isOverdue() {
    return call.deadline().hasPassed(ticker);
  }

  void answer(StorageResponse response) {
    Bytes bytes = StorageCodec.encodeResponse(response);
    metrics.finished(ticker.nanos() - begunNanos);
    call.answer(bytes);
  }

  void refuse(Refusal refusal) {
    answer(StorageResponse.of(refusal));
  }

  /** Ends the call of a caller that has given up. */
  void drop() {
    metrics.cancelled(ticker.nanos() - begunNanos);
    call.fail();
  }
}
