package network.wcn.adapter.quic.netty;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.time.Deadline;
import network.wcn.wire.handshake.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * A unary call from its first byte to its end, whichever framing carries it.
 *
 * <p>It ends once: answered, failed, timed out or cut off, whichever comes first. Everything but
 * {@link #answer} and {@link #fail} happens on the event loop.
 */
abstract class ServedCall extends DeadlineWheel.Entry implements InboundCall, Runnable {
  private static final Logger LOG = System.getLogger(ServedCall.class.getName());

  /** Added to a caller's budget, so that it notices by itself that its time is over. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ServedApi api;
  private final RpcMethod method;
  private final long startNanos;
  private final Deadline deadline;
  private final AtomicBoolean isEnding = new AtomicBoolean();
  private Bytes request = Bytes.empty();
  private @Nullable Bytes answer;
  private boolean isDropped;

  /**
   * Begins a call; the server must have room for it.
   *
   * @param budgetNanos how long the caller waits, if it said so; else the largest number
   */
  ServedCall(ServedApi api, RpcMethod method, long budgetNanos) {
    this.api = api;
    this.method = method;
    DeadlineWheel wheel = api.server().loop().wheel();
    startNanos = wheel.nanos();
    long limit = api.service().timeLimit(method).toNanos();
    deadline = new Deadline(startNanos + Math.min(limit, budgetNanos));
    boolean endsByLimit = limit - GRACE_NANOS <= budgetNanos;
    wheel.add(this, endsByLimit ? startNanos + limit : deadline.tickNanos() + GRACE_NANOS);
    api.series()[method.id()].began();
  }

  /** Sends the answer, and removes it from the unsent ones then; on the event loop. */
  abstract void writeAnswer(Bytes response);

  /** Tells the caller that there will be no answer; on the event loop. */
  abstract void writeFailure();

  /** Hands the complete request to the service; on the event loop. */
  final void serve(Bytes complete) {
    request = complete;
    try {
      api.service().serve(this);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "serving " + method + " failed", e);
      failWith("Codec");
    }
  }

  /** Ends the call because its request is broken; on the event loop. */
  final void failWith(String errorKind) {
    if (isEnding.compareAndSet(false, true)) {
      api.countError(errorKind, method);
      end();
      writeFailure();
    }
  }

  /** Ends the call because nobody can be answered any more; on the event loop. */
  final void abandon() {
    if (isEnding.compareAndSet(false, true)) {
      api.server().loop().wheel().remove(this);
      api.series()[method.id()].cut();
      api.server().endCall();
    }
  }

  @Override
  public final void answer(Bytes response) {
    finish(response.size() <= FrameHeader.MAX_PAYLOAD_BYTES ? response : null);
  }

  @Override
  public final void fail() {
    finish(null);
  }

  private void finish(@Nullable Bytes response) {
    if (isEnding.compareAndSet(false, true)) {
      isDropped = response != null && !api.unsent().tryAdd(response.size());
      answer = isDropped ? null : response;
      if (api.server().loop().isCurrent()) {
        run();
      } else {
        api.server().answerSoon(this);
      }
    }
  }

  /** Ends the call as its service said; on the event loop. */
  @Override
  public final void run() {
    end();
    if (answer != null) {
      writeAnswer(answer);
    } else {
      api.countError(isDropped ? "UnsentLimit" : "Codec", method);
      writeFailure();
    }
  }

  @Override
  final void expired() {
    failWith("Timeout");
  }

  private void end() {
    DeadlineWheel wheel = api.server().loop().wheel();
    wheel.remove(this);
    api.series()[method.id()].ended(wheel.nanos() - startNanos);
    api.server().endCall();
  }

  @Override
  public final PeerId peer() {
    return api.peer();
  }

  @Override
  public final RpcMethod method() {
    return method;
  }

  @Override
  public final Bytes request() {
    return request;
  }

  @Override
  public final Deadline deadline() {
    return deadline;
  }
}
