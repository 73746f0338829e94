package network.wcn.cli.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import network.wcn.cli.CommandFailed;
import network.wcn.domain.identity.OperatorId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the sizes and the health of databases are known from. */
final class MetricsOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int OK = 200;

  @Option(
      names = "--metrics-url",
      paramLabel = "URL",
      description = {
        "A node's page of the whole network, http://HOST:METRICS_SERVER_PORT/metrics/cluster. With",
        "it bytes are shown beside shards, and databases have to answer before a start."
      })
  private @Nullable URI url;

  @Option(
      names = "--database-bytes",
      paramLabel = "N",
      description = "What a database stores, where no metrics tell.")
  private @Nullable Long databaseBytes;

  private NetworkMetrics metrics = NetworkMetrics.none();

  /**
   * Fetches the page, if one is named.
   *
   * @throws CommandFailed if there is none
   */
  MetricsOptions fetch() {
    if (url != null) {
      metrics = NetworkMetrics.parse(page(url));
    }
    return this;
  }

  NetworkMetrics metrics() {
    return metrics;
  }

  /** Returns how many bytes the database of {@code operator} stores, if that is known. */
  OptionalLong storedBytes(OperatorId operator) {
    OptionalLong told = metrics.storedBytes(operator);
    return told.isPresent() || databaseBytes == null ? told : OptionalLong.of(databaseBytes);
  }

  private static String page(URI url) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(url).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new CommandFailed(
            "expected metrics at " + url + ", got status " + response.statusCode());
      }
      return response.body();
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailed("no metrics at " + url + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted while metrics were read", e);
    }
  }
}
