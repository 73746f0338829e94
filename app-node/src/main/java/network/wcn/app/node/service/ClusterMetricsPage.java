package network.wcn.app.node.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.json.ApiResult;
import network.wcn.wire.json.MetricsJson;

/**
 * The metrics of every node and database of the cluster on one page, each line labelled with whose
 * it is. Whoever cannot be reached within 5 s is left out.
 *
 * @see "protocol/wire.md section 9"
 */
final class ClusterMetricsPage {
  private static final Duration TIME = Duration.ofSeconds(5);

  private final PeerId self;
  private final ViewSource views;
  private final NodeAddresses addresses;
  private final PrometheusMetrics own;
  private final MetricsFetcher fetcher;
  private final Ticker ticker;

  ClusterMetricsPage(
      PeerId self,
      ViewSource views,
      NodeAddresses addresses,
      PrometheusMetrics own,
      MetricsFetcher fetcher,
      Ticker ticker) {
    this.self = self;
    this.views = views;
    this.addresses = addresses;
    this.own = own;
    this.fetcher = fetcher;
    this.ticker = ticker;
  }

  /** Returns the page; takes up to 5 s. */
  String text() {
    ClusterView view = views.view();
    Deadline deadline = Deadline.after(ticker, TIME);
    StringBuilder page = new StringBuilder();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> parts = new ArrayList<>();
      for (int slot = 0; slot < view.operators().size(); slot++) {
        List<NodeEndpoint> nodes = view.nodes(slot);
        String operator = view.operator(slot).map(o -> o.id().toString()).orElse("");
        for (int index = 0; index < nodes.size(); index++) {
          NodeEndpoint node = nodes.get(index);
          String labels =
              "operator=\"%s\",service_kind=\"node\",node_idx=\"%d\"".formatted(operator, index);
          parts.add(threads.submit(() -> labelled(nodeMetrics(node, deadline), labels)));
        }
        if (!nodes.isEmpty()) {
          String labels = "operator=\"%s\",service_kind=\"db\"".formatted(operator);
          parts.add(threads.submit(() -> labelled(databaseMetrics(nodes, deadline), labels)));
        }
      }
      for (Future<String> part : parts) {
        page.append(join(part));
      }
    }
    return page.toString();
  }

  private static String join(Future<String> part) {
    try {
      return part.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("fetching metrics failed", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private ApiResult<String> nodeMetrics(NodeEndpoint node, Deadline deadline) {
    return node.peerId().equals(self)
        ? new ApiResult.Ok<>(own.text())
        : fetcher.from(metricsOf(node), MetricsJson.NODE, deadline);
  }

  /** Asks the operator's nodes for their database one after another until one answers. */
  private ApiResult<String> databaseMetrics(List<NodeEndpoint> nodes, Deadline deadline) {
    ApiResult<String> last = new ApiResult.Ok<>("");
    for (NodeEndpoint node : nodes) {
      last =
          node.peerId().equals(self)
              ? fetcher.fromDatabase(deadline)
              : fetcher.from(metricsOf(node), MetricsJson.DATABASE, deadline);
      if (last instanceof ApiResult.Ok<String>) {
        return last;
      }
    }
    return last;
  }

  private LinkTarget metricsOf(NodeEndpoint node) {
    return new LinkTarget(node.peerId(), addresses.secondary(node), Api.METRICS);
  }

  private static String labelled(ApiResult<String> metrics, String labels) {
    return switch (metrics) {
      case ApiResult.Ok<String>(String text) -> MetricLines.labelled(text, labels);
      case ApiResult.Err<String> _ -> "";
    };
  }
}
