package network.wcn.adapter.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP way to a ledger service: one request, one answer, again for a while if there is none.
 *
 * <p>It uses the JDK's older client on purpose: it blocks in a plain socket, which costs a virtual
 * thread nothing while a long poll waits, and it starts no selector thread and no TLS.
 */
final class LedgerLink {
  /** How long a request is repeated while the service does not answer. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int READ_TIMEOUT_MILLIS = 5_000;
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final URI base;
  private final OperatorId contract;
  private final Ticker ticker = Ticker.system();
  private volatile boolean isClosed;

  /** An answer of the right contract. */
  record Answer(int status, JsonFields body) {
    /** Returns what {@code reading} makes of the body, which must be that of success. */
    <T> T successful(Function<JsonFields, T> reading) {
      if (status != LedgerHttp.OK) {
        throw failure();
      }
      return reading.apply(body);
    }

    ChainFault failure() {
      return new ChainFault(
          "the ledger service answered "
              + status
              + ": "
              + (body.has("error") ? body.text("error") : "no reason given"));
    }
  }

  /** Something that needs the service and may not reach it. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  LedgerLink(URI base, OperatorId contract) {
    this.base = base;
    this.contract = contract;
  }

  OperatorId contract() {
    return contract;
  }

  URI base() {
    return base;
  }

  boolean isClosed() {
    return isClosed;
  }

  void close() {
    isClosed = true;
  }

  /** Reads {@code path}, patiently. */
  <T> T read(String path, Function<JsonFields, T> reading) {
    return patiently(() -> get(path, 0).successful(reading));
  }

  /**
   * Repeats {@code attempt} while the service cannot be reached.
   *
   * @throws ChainFault if that lasts, or if the service's answer makes no sense
   */
  <T> T patiently(Attempt<T> attempt) {
    Deadline deadline = Deadline.after(ticker, PATIENCE);
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      if (isClosed) {
        throw new ChainFault("this connection to " + base + " is closed");
      }
      try {
        return attempt.run();
      } catch (IOException e) {
        if (deadline.hasPassed(ticker)) {
          throw new ChainFault(
              "the ledger service at "
                  + base
                  + " did not answer for "
                  + PATIENCE.toSeconds()
                  + " s: "
                  + e,
              e);
        }
      } catch (MalformedMessage e) {
        throw new ChainFault("the ledger service at " + base + " answers nonsense", e);
      }
      rest(pause);
    }
  }

  private static void rest(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainFault("interrupted while waiting for the ledger service", e);
    }
  }

  /**
   * Makes one request.
   *
   * @param waitMillis how long the service may take beyond the usual
   */
  Answer get(String path, int waitMillis) throws IOException {
    HttpURLConnection connection = open(path, waitMillis);
    return answer(connection);
  }

  Answer post(String path, SignedCall call) throws IOException {
    HttpURLConnection connection = open(path, 0);
    byte[] body = call.text().getBytes(StandardCharsets.UTF_8);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty(LedgerHttp.SIGNATURE_HEADER, JsonFields.hex(call.signature()));
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    return answer(connection);
  }

  private HttpURLConnection open(String path, int waitMillis) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) base.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    connection.setReadTimeout(READ_TIMEOUT_MILLIS + waitMillis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    return connection;
  }

  private Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    @Nullable InputStream stream =
        status < LedgerHttp.BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream();
    if (stream == null) {
      throw new IOException("the answer " + status + " has no body");
    }
    String text;
    try (stream) {
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    return JsonFields.parse(text, body -> new Answer(status, checked(body)));
  }

  private JsonFields checked(JsonFields body) {
    OperatorId served = body.address("contract");
    if (!served.equals(contract)) {
      throw new ChainFault(
          "the ledger service at "
              + base
              + " serves the contract "
              + served
              + ", expected "
              + contract);
    }
    return body;
  }
}
