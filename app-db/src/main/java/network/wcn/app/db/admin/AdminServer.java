package network.wcn.app.db.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import network.wcn.app.base.http.HttpReply;
import network.wcn.domain.Bytes;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the admin port: at most 16 requests at a time, 100 a minute from one address and of these
 * 5 that change something. A backup or restore is answered when it is done.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final int THREADS = 16;
  private static final int WAITING_CONNECTIONS = 64;
  private static final int REQUESTS_PER_MINUTE = 100;
  private static final int CHANGES_PER_MINUTE = 5;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Map<String, Map<String, Function<AdminRequest, HttpReply>>> routes;
  private final RequestBudget requests;
  private final RequestBudget changes;

  /**
   * Binds {@code address} and begins to answer.
   *
   * @param routes by path without a slash at its end, then by method
   * @throws IOException if the port is taken
   */
  public AdminServer(
      InetSocketAddress address,
      Map<String, Map<String, Function<AdminRequest, HttpReply>>> routes,
      Ticker ticker)
      throws IOException {
    this.routes = Map.copyOf(routes);
    this.requests = new RequestBudget(REQUESTS_PER_MINUTE, ticker);
    this.changes = new RequestBudget(CHANGES_PER_MINUTE, ticker);
    this.server = HttpServer.create(address, WAITING_CONNECTIONS);
    this.threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("admin-", 0).daemon().factory());
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Returns the port that is bound. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpReply reply;
      try {
        reply = reply(exchange);
      } catch (RuntimeException bug) {
        log.atError()
            .addKeyValue("path", exchange.getRequestURI().getPath())
            .setCause(bug)
            .log("An admin request failed");
        reply = Envelope.failure(500, "UNKNOWN_ERROR", "The request failed");
      }
      reply
          .contentType()
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(
          reply.status(), reply.body().isEmpty() ? -1 : reply.body().size());
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(reply.body().unsafeArray());
      }
    }
  }

  private HttpReply reply(HttpExchange exchange) throws IOException {
    InetAddress sender = exchange.getRemoteAddress().getAddress();
    if (!requests.take(sender)) {
      return tooMany();
    }
    Map<String, Function<AdminRequest, HttpReply>> methods =
        routes.get(withoutSlash(exchange.getRequestURI().getPath()));
    if (methods == null) {
      return Envelope.failure(404, "NOT_FOUND", "There is no such route");
    }
    Function<AdminRequest, HttpReply> route = methods.get(exchange.getRequestMethod());
    if (route == null) {
      exchange.getResponseHeaders().set("Allow", String.join(", ", methods.keySet()));
      return Envelope.failure(405, "METHOD_NOT_ALLOWED", "The route has other methods");
    }
    if (exchange.getRequestMethod().equals("POST") && !changes.take(sender)) {
      return tooMany();
    }
    Bytes body = body(exchange);
    if (body.size() > AdminRequest.LARGEST_BODY_BYTES) {
      return Envelope.failure(413, "PAYLOAD_TOO_LARGE", "The body may have 4096 bytes");
    }
    return route.apply(
        new AdminRequest(
            Optional.ofNullable(exchange.getRequestURI().getQuery()),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Admin-Password")),
            body));
  }

  private static HttpReply tooMany() {
    return Envelope.failure(
        429, "RATE_LIMIT_EXCEEDED", "Too many requests, please try again after 60 seconds");
  }

  private static String withoutSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Bytes body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      return Bytes.wrap(in.readNBytes(AdminRequest.LARGEST_BODY_BYTES + 1));
    }
  }

  /** Stops answering and frees the port; a second call does nothing. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
