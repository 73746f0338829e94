package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A provider over HTTP that asks a real one, and says something else where a test wants it. */
final class FaultyProvider implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI target;
  private final Map<String, UnaryOperator<JsonNode>> changes = new ConcurrentHashMap<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger requestCount = new AtomicInteger();
  private volatile Optional<Integer> status = Optional.empty();

  FaultyProvider(URI target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on answers to {@code method} have the result that {@code change} makes of theirs. */
  void change(String method, UnaryOperator<JsonNode> change) {
    changes.put(method, change);
  }

  /** From now on {@code method} is answered with an error that says {@code message}. */
  void refuse(String method, String message) {
    refusals.put(method, message);
  }

  /** From now on every answer has this status and no JSON. */
  void answerStatus(int newStatus) {
    status = Optional.of(newStatus);
  }

  void behave() {
    changes.clear();
    refusals.clear();
    status = Optional.empty();
  }

  int requestCount() {
    return requestCount.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requestCount.incrementAndGet();
      byte[] request = exchange.getRequestBody().readAllBytes();
      byte[] answer = status.isPresent() ? new byte[] {'n', 'o'} : forwarded(request);
      exchange.sendResponseHeaders(status.orElse(200), answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private byte[] forwarded(byte[] request) throws IOException {
    String method = JSON.readTree(request).path("method").asText();
    JsonNode answer;
    try {
      answer =
          JSON.readTree(
              http.send(
                      HttpRequest.newBuilder(target)
                          .header("Content-Type", "application/json")
                          .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                          .build(),
                      HttpResponse.BodyHandlers.ofByteArray())
                  .body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    String refusal = refusals.get(method);
    if (refusal != null) {
      ((ObjectNode) answer).remove("result");
      ((ObjectNode) answer).putObject("error").put("code", -32_000).put("message", refusal);
    }
    UnaryOperator<JsonNode> change = changes.get(method);
    if (change != null && answer.has("result")) {
      ((ObjectNode) answer).set("result", change.apply(answer.get("result")));
    }
    return JSON.writeValueAsBytes(answer);
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
