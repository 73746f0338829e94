package network.wcn.cli.devnet;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The HTTP port of a server, and whether ports are free. */
final class ServerPort {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int OK = 200;

  private ServerPort() {}

  /** What a server answered. */
  record Reply(int status, String body) {
    boolean isOk() {
      return status == OK;
    }
  }

  /** Asks a server on loopback; nothing if it does not answer. */
  static Optional<Reply> get(int port, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        return Optional.of(new Reply(status, text));
      }
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  static boolean isFreeTcp(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  static boolean isFreeUdp(int port) {
    try (DatagramSocket _ = new DatagramSocket(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
