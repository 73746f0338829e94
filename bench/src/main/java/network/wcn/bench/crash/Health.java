package network.wcn.bench.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import network.wcn.bench.storage.DatabaseProcess;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;

/** Asks a database for its health, as an orchestrator does. */
final class Health implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Ticker ticker = Ticker.system();

  /** Returns whether the database says that it is alive. */
  boolean isLive(DatabaseProcess database) throws IOException, InterruptedException {
    return ask(database, "/health/live").statusCode() == 200;
  }

  /**
   * Waits until the database says of its readiness what it should, at most a minute.
   *
   * @param status of the answer
   * @param part of its body
   * @return the last answer, right or not
   */
  String await(DatabaseProcess database, int status, String part)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(ticker, LONGEST_WAIT);
    while (true) {
      HttpResponse<String> said = ask(database, "/health/ready");
      boolean isExpected = said.statusCode() == status && said.body().contains(part);
      if (isExpected || deadline.hasPassed(ticker)) {
        return said.statusCode() + " " + said.body();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private HttpResponse<String> ask(DatabaseProcess database, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(database.http(path)).timeout(LONGEST_WAIT).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
  }
}
