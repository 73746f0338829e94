package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.port.cluster.ChainFault;

/** A provider behind {@code http://} or {@code https://}. */
final class HttpRpc implements JsonRpc {
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;

  private final URI url;
  private final Duration patience;
  private final HttpClient http;
  private final AtomicLong requestCount = new AtomicLong();
  private volatile boolean isClosed;

  /**
   * Makes a way to {@code url}; nothing is sent yet.
   *
   * @param patience how long an answer may take
   */
  HttpRpc(URI url, Duration patience) {
    this.url = url;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build();
  }

  @Override
  public JsonNode call(String method, Object... parameters) {
    if (isClosed) {
      throw new ChainFault("the connection to " + name(url) + " is closed");
    }
    String body = RpcMessages.request(requestCount.incrementAndGet(), method, parameters);
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = send(request, method);
    if (response.statusCode() == TOO_MANY_REQUESTS) {
      throw new ChainFault(name(url) + " limits our rate: status 429 to " + method);
    }
    // Some providers answer JSON-RPC errors with a status of 4xx, so the body counts first.
    if (response.statusCode() != OK && !response.body().startsWith("{")) {
      throw new ChainFault(
          "expected status 200 of "
              + name(url)
              + " to "
              + method
              + ", got "
              + response.statusCode());
    }
    return RpcMessages.result(RpcMessages.parse(response.body()));
  }

  private HttpResponse<String> send(HttpRequest request, String method) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new ChainFault(name(url) + " does not answer " + method, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainFault("interrupted while " + name(url) + " was asked for " + method, e);
    }
  }

  /** Returns how {@code url} may be printed: paths and queries often hold a secret. */
  static String name(URI url) {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  @Override
  public void close() {
    isClosed = true;
    http.shutdownNow();
  }
}
