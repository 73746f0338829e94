package network.wcn.adapter.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's routes; every answer is a JSON object that names the contract.
 *
 * <ul>
 *   <li>{@code GET /v1/view}: the view
 *   <li>{@code GET /v1/version}: its version only
 *   <li>{@code GET /v1/events?after=V&waitMillis=T}: answers once the version is another than V, or
 *       after T (at most a minute); costs nothing while it waits
 *   <li>{@code GET /v1/accounts/ADDRESS}: the nonce of the account's next call
 *   <li>{@code POST /v1/calls}: makes a call, signed in {@code Wcn-Signature}
 * </ul>
 */
final class LedgerHttp implements HttpHandler {
  static final String SIGNATURE_HEADER = "Wcn-Signature";

  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int WRONG_NONCE = 409;
  static final int TOO_LARGE = 413;
  static final int REFUSED = 422;
  static final int UNAVAILABLE = 503;

  private static final Logger LOG = LoggerFactory.getLogger(LedgerHttp.class);
  private static final String ACCOUNTS = "/v1/accounts/";
  private static final int LARGEST_BODY_BYTES = 1 << 20;
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  /** Whoever waits for events beyond this is sent away, to poll instead. */
  private static final int MOST_WAITING = 1024;

  private final LedgerBook book;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  LedgerHttp(LedgerBook book) {
    this.book = book;
  }

  private record Answer(int status, ObjectNode body) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      answer.body().put("contract", book.contract().toString());
      byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      String route = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      return switch (route) {
        case "GET /v1/view" -> view();
        case "GET /v1/version" -> version();
        case "GET /v1/events" -> events(query(exchange));
        case "POST /v1/calls" -> call(exchange);
        default ->
            route.startsWith("GET " + ACCOUNTS)
                ? account(route.substring("GET ".length() + ACCOUNTS.length()))
                : failure(NOT_FOUND, "there is no " + route);
      };
    } catch (IllegalArgumentException e) {
      return failure(BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (JournalFault e) {
      LOG.error("a call could not be written down", e);
      return failure(UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failure(UNAVAILABLE, "the ledger service is stopping");
    }
  }

  private Answer view() {
    ObjectNode body = JsonFields.newObject();
    body.set("view", ViewJson.write(book.view()));
    return new Answer(OK, body);
  }

  private Answer version() {
    return new Answer(OK, JsonFields.newObject().put("version", book.view().version().toString()));
  }

  private Answer events(Map<String, String> query) throws InterruptedException {
    BigInteger after = number(query, "after");
    long waitMillis =
        number(query, "waitMillis").min(BigInteger.valueOf(LONGEST_WAIT_MILLIS)).longValue();
    if (!waiting.tryAcquire()) {
      return failure(UNAVAILABLE, MOST_WAITING + " others wait for events already");
    }
    try {
      LedgerBook.Changes changes = book.awaitChanges(after, waitMillis);
      ObjectNode body = JsonFields.newObject().put("version", changes.version().toString());
      ArrayNode events = body.putArray("events");
      changes.events().forEach(event -> events.add(EventJson.write(event)));
      return new Answer(OK, body);
    } finally {
      waiting.release();
    }
  }

  private Answer account(String address) {
    long nonce = book.nonceOf(OperatorId.parse(address));
    return new Answer(OK, JsonFields.newObject().put("nonce", Long.toUnsignedString(nonce)));
  }

  private Answer call(HttpExchange exchange) throws IOException {
    String signature = exchange.getRequestHeaders().getFirst(SIGNATURE_HEADER);
    if (signature == null || !signature.startsWith("0x")) {
      return failure(FORBIDDEN, "a call needs the header " + SIGNATURE_HEADER + ": 0x…");
    }
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(LARGEST_BODY_BYTES + 1);
    }
    if (body.length > LARGEST_BODY_BYTES) {
      return failure(TOO_LARGE, "a call has at most " + LARGEST_BODY_BYTES + " bytes");
    }
    SignedCall call =
        new SignedCall(
            new String(body, StandardCharsets.UTF_8), Bytes.fromHex(signature.substring(2)));
    return switch (book.submit(call)) {
      case Submission.Accepted _ -> version();
      case Submission.Refused(var refusal) -> {
        ObjectNode refused = JsonFields.newObject();
        refused.set("refusal", CallJson.write(refusal));
        yield new Answer(REFUSED, refused);
      }
      case Submission.WrongNonce(long expected) ->
          new Answer(
              WRONG_NONCE, JsonFields.newObject().put("nonce", Long.toUnsignedString(expected)));
      case Submission.Forged(String why) -> failure(FORBIDDEN, why);
      case Submission.Malformed(String why) -> failure(BAD_REQUEST, why);
    };
  }

  private static Answer failure(int status, String why) {
    return new Answer(status, JsonFields.newObject().put("error", why));
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getQuery();
    if (text != null) {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
      }
    }
    return query;
  }

  private static BigInteger number(Map<String, String> query, String name) {
    String text = query.getOrDefault(name, "");
    if (!text.matches("[0-9]{1,39}")) {
      throw new IllegalArgumentException(
          "expected a decimal number as " + name + ", got \"" + text + "\"");
    }
    return new BigInteger(text);
  }
}
