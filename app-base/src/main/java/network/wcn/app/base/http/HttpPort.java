package network.wcn.app.base.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP port of a server, on 0.0.0.0: answers {@code GET} of known paths.
 *
 * <p>An unknown path is 404, another method 405. Answers are made on at most four threads, which
 * end when idle; 64 more requests wait, further connections are closed. A client has 10 s to send
 * its request.
 */
public final class HttpPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);
  private static final int THREADS = 4;
  private static final int WAITING_REQUESTS = 64;
  private static final int WAITING_CONNECTIONS = 64;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  private HttpPort(HttpServer server, ThreadPoolExecutor threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Binds {@code port} (0 for any free one) and begins to answer.
   *
   * @param routes by path; each answer is made anew and may block
   * @throws IOException if the port is taken
   */
  public static HttpPort open(int port, Map<String, Supplier<HttpReply>> routes)
      throws IOException {
    setUnlessSet("sun.net.httpserver.maxReqTime", "10");
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    setUnlessSet("jdk.httpserver.maxConnections", "256");
    HttpServer server = HttpServer.create(new InetSocketAddress(port), WAITING_CONNECTIONS);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_REQUESTS),
            Thread.ofPlatform().name("http-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    Map<String, Supplier<HttpReply>> known = Map.copyOf(routes);
    server.createContext("/", exchange -> answer(exchange, known));
    server.start();
    return new HttpPort(server, threads);
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Returns the port that is bound. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Map<String, Supplier<HttpReply>> routes)
      throws IOException {
    try (exchange) {
      HttpReply reply = reply(exchange, routes);
      Bytes body = reply.body();
      reply
          .contentType()
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      if (reply.status() == 405) {
        exchange.getResponseHeaders().set("Allow", "GET");
      }
      boolean isChunked = reply.contentType().isEmpty();
      exchange.sendResponseHeaders(
          reply.status(), isChunked ? 0 : body.isEmpty() ? -1 : body.size());
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body.unsafeArray());
      }
    }
  }

  private static HttpReply reply(HttpExchange exchange, Map<String, Supplier<HttpReply>> routes) {
    Supplier<HttpReply> route = routes.get(exchange.getRequestURI().getPath());
    if (route == null) {
      return HttpReply.text(404, "");
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      return HttpReply.text(405, "");
    }
    try {
      return route.get();
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("path", exchange.getRequestURI().getPath())
          .setCause(e)
          .log("An HTTP request failed");
      return HttpReply.text(500, "");
    }
  }

  /** Stops answering and frees the port; a second call does nothing. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
