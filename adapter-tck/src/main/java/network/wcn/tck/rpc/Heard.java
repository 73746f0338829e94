package network.wcn.tck.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import org.opentest4j.AssertionFailedError;

/** Waits for the end of a call, and counts how often it came. */
public final class Heard implements CallOutcome {
  private static final long PATIENCE_SECONDS = 30;

  private final CompletableFuture<Bytes> outcome = new CompletableFuture<>();
  private final AtomicInteger times = new AtomicInteger();

  @Override
  public void answered(Bytes response) {
    times.incrementAndGet();
    outcome.complete(response);
  }

  @Override
  public void failed(LinkFault fault) {
    times.incrementAndGet();
    outcome.completeExceptionally(fault);
  }

  /** Returns the answer; fails the test if the call failed. */
  public Bytes answer() {
    try {
      return outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionFailedError("the call failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new AssertionFailedError("the call has not ended", e);
    } catch (InterruptedException e) {
      throw new AssertionFailedError("interrupted", e);
    }
  }

  /** Returns why the call failed; fails the test if it was answered. */
  public LinkFault fault() {
    try {
      Bytes answer = outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      throw new AssertionFailedError("the call was answered with " + answer);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LinkFault fault) {
        return fault;
      }
      throw new AssertionFailedError("not a fault of the link", e);
    } catch (TimeoutException e) {
      throw new AssertionFailedError("the call has not ended", e);
    } catch (InterruptedException e) {
      throw new AssertionFailedError("interrupted", e);
    }
  }

  /** Returns whether the call has ended. */
  public boolean hasEnded() {
    return outcome.isDone();
  }

  /** Returns how often the end was told. */
  public int times() {
    return times.get();
  }
}
