package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.cluster.ChainFault;

/**
 * A provider behind {@code ws://} or {@code wss://}.
 *
 * <p>The connection is made by the first call that finds none. An answer that does not come in time
 * ends the connection, since a frozen one looks just like that; the next call makes another.
 */
final class WebSocketRpc implements JsonRpc {
  private final URI url;
  private final Duration patience;
  private final Optional<OperatorId> watched;
  private final Runnable onNotification;
  private final HttpClient http;
  private final ReentrantLock connecting = new ReentrantLock();
  private Optional<WebSocketSession> current = Optional.empty();
  private boolean isClosed;

  /**
   * Makes a way to {@code url}; nothing is sent yet.
   *
   * @param patience how long an answer may take
   * @param watched each connection asks to be told when this contract logs something
   * @param onNotification runs then; must not block
   */
  WebSocketRpc(URI url, Duration patience, Optional<OperatorId> watched, Runnable onNotification) {
    this.url = url;
    this.patience = patience;
    this.watched = watched;
    this.onNotification = onNotification;
    this.http = HttpClient.newBuilder().connectTimeout(patience).build();
  }

  @Override
  public JsonNode call(String method, Object... parameters) {
    WebSocketSession session = session();
    CompletableFuture<JsonNode> answer = session.ask(method, parameters);
    try {
      return RpcMessages.result(answer.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      session.abort();
      throw new ChainFault(
          name() + " did not answer " + method + " within " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new ChainFault(name() + " does not answer " + method, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainFault("interrupted while " + name() + " was asked for " + method, e);
    }
  }

  private WebSocketSession session() {
    connecting.lock();
    try {
      if (isClosed) {
        throw new ChainFault("the connection to " + name() + " is closed");
      }
      if (current.isEmpty() || current.get().isEnded()) {
        WebSocketSession session = new WebSocketSession(name(), patience, onNotification);
        current = Optional.of(session);
        session.connect(http.newWebSocketBuilder().connectTimeout(patience), url);
        watched.ifPresent(session::watch);
      }
      return current.get();
    } catch (CompletionException e) {
      throw new ChainFault(name() + " takes no connection", e);
    } finally {
      connecting.unlock();
    }
  }

  private String name() {
    return HttpRpc.name(url);
  }

  @Override
  public void close() {
    connecting.lock();
    try {
      isClosed = true;
      current.ifPresent(WebSocketSession::abort);
    } finally {
      connecting.unlock();
    }
    http.shutdownNow();
  }
}
