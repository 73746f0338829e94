package network.wcn.cli.transport;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import network.wcn.cli.key.NewKey;
import network.wcn.client.wiring.QuicTransports;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.StorageCodec;

/**
 * Connections to a server, on each of which one {@code del} follows the other: of version 0, so
 * that nothing is ever deleted.
 *
 * @see "protocol/surface.md section 3, test-client"
 */
final class DeletionLoad {
  /** How often each connection may fail, on average, without a call that succeeds in between. */
  static final int ATTEMPTS = 10;

  private static final Duration PROGRESS = Duration.ofSeconds(10);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);
  private static final Bytes REQUEST =
      StorageCodec.encodeRequest(
          StorageRequest.ofClient(
              new Operation.Del(
                  Namespace.parse("6b6977696b6977696b6977696b6977696b697769/0"),
                  key(),
                  RecordVersion.NONE)));

  /** Why a load is over. */
  enum End {
    ALL_SENT,
    TIME_OVER,
    INTERRUPTED,
    NO_CONNECTION
  }

  private final LoadPlan plan;
  private final Ticker ticker = Ticker.system();
  private final LoadTally tally = new LoadTally(this::connectionFailed);
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final AtomicInteger busy;

  DeletionLoad(LoadPlan plan) {
    this.plan = plan;
    this.busy = new AtomicInteger(plan.connections());
  }

  private static Bytes key() {
    byte[] key = new byte[8];
    Arrays.fill(key, (byte) 1);
    return Bytes.wrap(key);
  }

  LoadTally tally() {
    return tally;
  }

  /**
   * Loads the server until everything is sent, time is over, this thread is interrupted, or the
   * server cannot be reached.
   *
   * @param progress hears every ten seconds how it stands
   */
  End run(Consumer<String> progress) {
    Deadline timeOver = Deadline.after(ticker, plan.duration());
    try (RpcTransport transport = QuicTransports.open(NewKey.random(), tally)) {
      for (int i = 0; i < plan.connections(); i++) {
        RpcLink link = transport.dial(plan.target(), plan.link());
        Thread.ofVirtual().name("test-client-" + i).start(() -> converse(link, timeOver));
      }
      awaitEnd(timeOver, progress);
      return end.join();
    }
  }

  private void awaitEnd(Deadline timeOver, Consumer<String> progress) {
    while (!end.isDone()) {
      try {
        long nanos = Math.min(PROGRESS.toNanos(), timeOver.remainingNanos(ticker));
        end.get(nanos, TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        if (timeOver.hasPassed(ticker)) {
          end.complete(End.TIME_OVER);
        } else {
          progress.accept(tally.line());
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        end.complete(End.INTERRUPTED);
      } catch (ExecutionException e) {
        throw new IllegalStateException("nobody fails the end of a load", e);
      }
    }
  }

  private void connectionFailed() {
    if (tally.errorsInARow() >= (long) ATTEMPTS * plan.connections()) {
      end.complete(End.NO_CONNECTION);
    }
  }

  private void converse(RpcLink link, Deadline timeOver) {
    boolean isOpen = false;
    for (long sent = 0; sent < plan.callsPerConnection() && !end.isDone(); sent++) {
      if (!isOpen) {
        if (!link.awaitOpen(timeOver)) {
          return;
        }
        tally.opened();
      }
      call(link);
      isOpen = link.isOpen();
    }
    if (busy.decrementAndGet() == 0) {
      end.complete(End.ALL_SENT);
    }
  }

  private void call(RpcLink link) {
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    link.call(
        StorageMethod.DEL,
        REQUEST,
        Deadline.after(ticker, LONGEST_CALL),
        CallOutcome.completing(answer));
    try {
      count(StorageCodec.decodeResponse(StorageMethod.DEL, answer.get()));
    } catch (MalformedMessage _) {
      tally.failed(LinkFault.Kind.CODEC);
    } catch (ExecutionException e) {
      // What fails once it is over fails because we close the links.
      if (e.getCause() instanceof LinkFault fault && !end.isDone()) {
        tally.failed(fault.kind());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(StorageResponse response) {
    switch (response) {
      case StorageResponse.Succeeded _ -> tally.succeeded();
      case StorageResponse.Refused refused -> tally.failed(refused.refusal().code().toString());
    }
  }
}
