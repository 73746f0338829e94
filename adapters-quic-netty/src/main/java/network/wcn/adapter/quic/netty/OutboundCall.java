package network.wcn.adapter.quic.netty;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.time.Deadline;

/**
 * A unary call that was asked of a link, whichever framing carries it.
 *
 * <p>It ends once. Everything happens on the event loop, from {@link #begin} on.
 */
final class OutboundCall extends DeadlineWheel.Entry {
  private static final Logger LOG = System.getLogger(OutboundCall.class.getName());

  private final NettyRpcLink link;
  private final RpcMethod method;
  private final Bytes request;
  private final Deadline deadline;
  private final CallOutcome outcome;
  private long startNanos;
  private boolean isUnderWay;

  OutboundCall(
      NettyRpcLink link, RpcMethod method, Bytes request, Deadline deadline, CallOutcome outcome) {
    this.link = link;
    this.method = method;
    this.request = request;
    this.deadline = deadline;
    this.outcome = outcome;
  }

  RpcMethod method() {
    return method;
  }

  Bytes request() {
    return request;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Returns whether nothing has ended the call yet. */
  boolean isUnderWay() {
    return isUnderWay;
  }

  /** Starts the clock. */
  void begin() {
    DeadlineWheel wheel = link.loop().wheel();
    startNanos = wheel.nanos();
    isUnderWay = true;
    wheel.add(this, deadline.tickNanos());
    link.series(method).began();
  }

  void answered(Bytes response) {
    if (isUnderWay) {
      end();
      try {
        outcome.answered(response);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "taking the answer to " + method + " failed", e);
      }
    }
  }

  void failed(LinkFault fault) {
    if (isUnderWay) {
      end();
      refused(fault);
    }
  }

  /** Takes note that the peer ended the call without an answer. */
  void endedUnanswered() {
    if (link.loop().wheel().nanos() - deadline.tickNanos() >= 0) {
      // The peer noticed before us that the time is over.
      expired();
    } else {
      failed(
          new LinkFault(
              LinkFault.Kind.STREAM_FINISHED,
              "the peer ended " + method.name() + " without an answer"));
    }
  }

  /** Fails a call that has not begun. */
  void refused(LinkFault fault) {
    link.countError(fault.kind(), method);
    try {
      outcome.failed(fault);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "taking the failure of " + method + " failed", e);
    }
  }

  @Override
  void expired() {
    failed(
        new LinkFault(
            LinkFault.Kind.TIMEOUT,
            "no answer to %s from %s in time".formatted(method.name(), link.target().address())));
  }

  private void end() {
    isUnderWay = false;
    DeadlineWheel wheel = link.loop().wheel();
    wheel.remove(this);
    link.series(method).ended(wheel.nanos() - startNanos);
    link.callEnded();
  }
}
