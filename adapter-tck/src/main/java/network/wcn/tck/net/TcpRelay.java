package network.wcn.tck.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP port on loopback that passes everything on to another one, until it is cut.
 *
 * <p>While cut, open connections are closed and new ones are accepted and closed at once.
 */
public final class TcpRelay implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean isCut;

  /** Opens a relay to {@code targetPort} of loopback, on a port of its own. */
  public TcpRelay(int targetPort) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    target = new InetSocketAddress(loopback, targetPort);
    try {
      server = new ServerSocket(0, 50, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a relay to " + target, e);
    }
    Thread.ofVirtual().name("relay-accept-" + server.getLocalPort()).start(this::accept);
  }

  /** Returns the port to connect to. */
  public int port() {
    return server.getLocalPort();
  }

  /** Closes every connection, and new ones as they come. */
  public void cut() {
    isCut = true;
    sockets.forEach(TcpRelay::closeQuietly);
  }

  /** Passes on new connections again. */
  public void restore() {
    isCut = false;
  }

  @Override
  public void close() {
    isCut = true;
    closeQuietly(server);
    sockets.forEach(TcpRelay::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        if (isCut) {
          closeQuietly(near);
        } else {
          Thread.ofVirtual().name("relay-" + near.getPort()).start(() -> join(near));
        }
      } catch (IOException e) {
        // Closing the relay is what ends accept(); the loop then ends too.
        closeQuietly(server);
      }
    }
  }

  private void join(Socket near) {
    Socket far = new Socket();
    sockets.add(near);
    sockets.add(far);
    try (near;
        far) {
      far.connect(target, CONNECT_TIMEOUT_MILLIS);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      if (isCut) {
        return;
      }
      Thread.ofVirtual().name("relay-back-" + near.getPort()).start(() -> copy(far, near));
      copy(near, far);
    } catch (IOException e) {
      closeQuietly(near);
    } finally {
      sockets.remove(near);
      sockets.remove(far);
    }
  }

  /** Copies until either end is closed, then closes both: half-open connections are not needed. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      closeQuietly(to);
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // A socket that cannot be closed is broken already, which is all that is wanted.
      System.getLogger(TcpRelay.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
