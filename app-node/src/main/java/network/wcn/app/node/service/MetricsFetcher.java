package network.wcn.app.node.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.MetricsMethod;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.json.ApiError;
import network.wcn.wire.json.ApiResult;
import network.wcn.wire.json.MetricsJson;

/**
 * Fetches metrics of other processes, each over a connection that lives only that long: they are
 * asked for too rarely to keep one alive. Methods block, for use by virtual threads.
 */
final class MetricsFetcher {
  private static final LinkSettings SETTINGS =
      new LinkSettings(
          Duration.ofSeconds(2), Duration.ofSeconds(1), 16, Duration.ofSeconds(10), Priority.LOW);

  private final RpcTransport transport;
  private final LinkTarget database;
  private final Ticker ticker;

  /**
   * Makes a fetcher.
   *
   * @param database the metrics API of our own database
   */
  MetricsFetcher(RpcTransport transport, LinkTarget database, Ticker ticker) {
    this.transport = transport;
    this.database = database;
    this.ticker = ticker;
  }

  /** Returns what our own database says before {@code deadline}. */
  ApiResult<String> fromDatabase(Deadline deadline) {
    return from(database, MetricsJson.DATABASE, deadline);
  }

  /**
   * Returns what a process says before {@code deadline}.
   *
   * @param what {@code node} or {@code db}
   */
  ApiResult<String> from(LinkTarget target, String what, Deadline deadline) {
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    try (RpcLink link = transport.dial(target, SETTINGS)) {
      if (!link.awaitOpen(deadline)) {
        return failed("not reached in time");
      }
      link.call(
          MetricsMethod.GET_METRICS,
          MetricsJson.encodeRequest(what),
          deadline,
          CallOutcome.completing(answer));
      long remaining = Math.max(0, deadline.remainingNanos(ticker));
      return MetricsJson.decodeResponse(answer.get(remaining, TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException | LinkFault | MalformedMessage e) {
      return failed(e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failed("interrupted");
    }
  }

  private static ApiResult<String> failed(String why) {
    return new ApiResult.Err<>(ApiError.internal("the metrics were not fetched: " + why));
  }
}
