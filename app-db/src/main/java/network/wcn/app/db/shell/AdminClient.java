package network.wcn.app.db.shell;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import network.wcn.domain.identity.PeerId;

/** Asks the admin port of a running database. */
final class AdminClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final InetAddress bind;
  private final int port;
  private final Optional<String> password;
  private final Optional<PeerId> peer;

  /**
   * Makes a client of the port that the server's own variables name.
   *
   * @param bind where the server listens; if that is everywhere, this machine is asked
   * @param peer who the database is, as far as the variables tell: another one may have the port
   */
  AdminClient(InetAddress bind, int port, Optional<String> password, Optional<PeerId> peer) {
    this.bind = bind;
    this.port = port;
    this.password = password;
    this.peer = peer;
  }

  /** Returns a body that holds the password. */
  ObjectNode body() {
    String given =
        password.orElseThrow(() ->
            new VerbFailed(
                ShellStatus.WRONG_SETTINGS,
                "a process holds the database, and its admin port wants a password: set"
                    + " ADMIN_PASSWORD to that of the server"));
    return JSON.createObjectNode().put("password", given);
  }

  /**
   * Posts {@code body}, waits for as long as it takes, and returns the answer's data.
   *
   * @throws AdminRefusal if the server says no
   * @throws VerbFailed if no server answers
   */
  JsonNode post(String path, ObjectNode body) {
    peer.ifPresent(this::requireSame);
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private URI uri(String path) {
    InetAddress host = bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
    return URI.create("http://" + host.getHostAddress() + ":" + port + path);
  }

  private void requireSame(PeerId expected) {
    HttpRequest request = HttpRequest.newBuilder(uri("/status")).build();
    String found = exchange(request).path("peer_id").asText();
    if (!found.equals(expected.toString())) {
      throw new VerbFailed(
          ShellStatus.BUSY,
          "the admin port "
              + request.uri().getAuthority()
              + " is that of another database, "
              + found
              + ": name the port of this one in ADMIN_SERVER_PORT");
    }
  }

  private JsonNode send(HttpRequest request) {
    return exchange(request).path("data");
  }

  private JsonNode exchange(HttpRequest request) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == NOT_FOUND) {
        throw new VerbFailed(
            ShellStatus.FAILED,
            "the server at "
                + request.uri().getAuthority()
                + " does not offer "
                + request.uri().getPath()
                + ": start it with ADMIN_PASSWORD and DUMP_DIR");
      }
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != OK) {
        throw new AdminRefusal(
            response.statusCode(),
            answer.path("code").asText("UNKNOWN_ERROR"),
            answer.path("msg").asText("the server answered " + response.statusCode()));
      }
      return answer;
    } catch (JacksonException e) {
      throw new VerbFailed(
          ShellStatus.FAILED,
          "what listens on " + request.uri().getAuthority() + " is no admin port of a database",
          e);
    } catch (IOException e) {
      throw new VerbFailed(
          ShellStatus.BUSY,
          "a process holds the database, and no admin port answers on "
              + request.uri().getAuthority()
              + ": stop that process, or name its port in ADMIN_SERVER_PORT",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerbFailed(ShellStatus.FAILED, "interrupted", e);
    }
  }
}
