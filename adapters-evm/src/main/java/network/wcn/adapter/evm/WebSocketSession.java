package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.cluster.ChainFault;

/** One connection of a {@link WebSocketRpc}, from its beginning to its end. */
final class WebSocketSession implements WebSocket.Listener {
  private static final int MOST_CHARACTERS = 64 << 20;

  private final String name;
  private final Duration patience;
  private final Runnable onNotification;
  private final AtomicLong requestCount = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final ReentrantLock sending = new ReentrantLock();
  private final StringBuilder received = new StringBuilder();
  private volatile Optional<WebSocket> socket = Optional.empty();
  private volatile boolean isEnded;

  WebSocketSession(String name, Duration patience, Runnable onNotification) {
    this.name = name;
    this.patience = patience;
    this.onNotification = onNotification;
  }

  /**
   * Opens the connection, and waits until it is.
   *
   * @throws CompletionException if it cannot be opened
   */
  void connect(WebSocket.Builder builder, URI url) {
    CompletableFuture<WebSocket> opening = builder.buildAsync(url, this);
    try {
      socket = Optional.of(opening.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS).join());
    } catch (CompletionException e) {
      isEnded = true;
      throw e;
    }
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Asks to be told of what {@code contract} logs; who does not offer that is only polled. */
  void watch(OperatorId contract) {
    CompletableFuture<JsonNode> _ =
        ask("eth_subscribe", "logs", Map.of("address", contract.toString()));
  }

  /** Sends a request; the answer is the whole message. */
  CompletableFuture<JsonNode> ask(String method, Object... parameters) {
    long id = requestCount.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    // Nobody looks for an answer that came too late.
    CompletableFuture<JsonNode> bounded =
        answer
            .orTimeout(2 * patience.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((_, _) -> waiting.remove(id));
    sending.lock();
    try {
      WebSocket open =
          socket.orElseThrow(() -> new ChainFault("the connection to " + name + " is not open"));
      open.sendText(RpcMessages.request(id, method, parameters), true)
          .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
          .join();
    } catch (CompletionException e) {
      end(e);
    } finally {
      sending.unlock();
    }
    if (isEnded) {
      answer.completeExceptionally(new IOException("the connection to " + name + " ended"));
    }
    return bounded;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
    received.append(data);
    if (received.length() > MOST_CHARACTERS) {
      abort();
    } else if (isLast) {
      String text = received.toString();
      received.setLength(0);
      settle(text);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void settle(String text) {
    try {
      JsonNode message = RpcMessages.parse(text);
      if (message.path("method").asText().equals("eth_subscription")) {
        onNotification.run();
        return;
      }
      CompletableFuture<JsonNode> answer = waiting.get(message.path("id").asLong());
      if (answer != null) {
        answer.complete(message);
      }
    } catch (ChainFault nonsense) {
      end(nonsense);
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    end(new IOException(name + " ended the connection with status " + status));
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end(error);
  }

  /**
   * Ends the connection at once; whoever waits for an answer is told. A second call does nothing.
   */
  void abort() {
    end(new IOException("the connection to " + name + " was given up"));
  }

  private void end(Throwable reason) {
    isEnded = true;
    socket.ifPresent(WebSocket::abort);
    waiting.values().forEach(answer -> answer.completeExceptionally(reason));
  }
}
