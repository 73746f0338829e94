package network.wcn.tck.rpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.AfterEach;

/** What the transport's contract suites share: two transports, and servers and links on them. */
public abstract class RpcContractFixture {
  /** The server's key. */
  protected static final SecretKey SERVER_KEY = key(1);

  /** The client's key. */
  protected static final SecretKey CLIENT_KEY = key(2);

  /** Long enough for anything that happens at all. */
  protected static final Duration LONG = Duration.ofSeconds(20);

  /** How long something that must not happen is awaited. */
  protected static final Duration SHORT = Duration.ofMillis(300);

  private final List<RpcTransport> transports = new ArrayList<>();

  /** Returns a new transport with that identity; the suite closes it. */
  protected abstract RpcTransport newTransport(SecretKey identity);

  /** Returns the clock of the transports. */
  protected Ticker ticker() {
    return Ticker.system();
  }

  /** Lets the transports' clock go on, for one that does not by itself. */
  protected void letTimePass(Duration time) {}

  @AfterEach
  final void closeTransports() {
    transports.forEach(RpcTransport::close);
  }

  /** Returns a transport of the server. */
  protected final RpcTransport serverTransport() {
    return transport(SERVER_KEY);
  }

  /** Returns a transport of the client. */
  protected final RpcTransport clientTransport() {
    return transport(CLIENT_KEY);
  }

  /** Returns a transport that is closed after the test. */
  protected final RpcTransport transport(SecretKey identity) {
    RpcTransport transport = newTransport(identity);
    transports.add(transport);
    return transport;
  }

  /** Returns a server on a free port, with limits that nothing reaches. */
  protected final RpcServer serve(RpcService... services) {
    return serverTransport().serve(roomyServer(0), List.of(services));
  }

  /** Returns limits that nothing reaches. */
  protected static ServerSettings roomyServer(int port) {
    return roomyServer(port, Priority.HIGH);
  }

  /** Returns limits that nothing reaches, of a server of that priority. */
  protected static ServerSettings roomyServer(int port, Priority priority) {
    return new ServerSettings(
        "primary", port, LONG, 100, 100, 1000, 5_000, Duration.ofSeconds(30), priority);
  }

  /** Returns settings of a link which gives up late. */
  protected static LinkSettings patientLink() {
    return patientLink(Priority.HIGH);
  }

  /** Returns settings of a link of that priority which gives up late. */
  protected static LinkSettings patientLink(Priority priority) {
    return new LinkSettings(
        Duration.ofSeconds(5), Duration.ofMillis(50), 5_000, Duration.ofSeconds(5), priority);
  }

  /** Returns a link to the database API of the server at {@code port}, once it is open. */
  protected final RpcLink openLink(int port) {
    return openLink(target(port), Priority.HIGH);
  }

  /** Returns a link of that priority to {@code target}, once it is open. */
  protected final RpcLink openLink(LinkTarget target, Priority priority) {
    RpcLink link = clientTransport().dial(target, patientLink(priority));
    assertTrue(link.awaitOpen(in(LONG)), "the link opens");
    return link;
  }

  /** Returns the server's database API at {@code port}. */
  protected static LinkTarget target(int port) {
    return new LinkTarget(SERVER_KEY.peerId(), address(port), Api.DATABASE);
  }

  /** Returns {@code port} of this host. */
  protected static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Returns the deadline {@code time} from now. */
  protected final Deadline in(Duration time) {
    return Deadline.after(ticker(), time);
  }

  /** Makes a call with a long deadline. */
  protected final Heard call(RpcLink link, RpcMethod method, Bytes request) {
    return call(link, method, request, LONG);
  }

  /** Makes a call. */
  protected final Heard call(RpcLink link, RpcMethod method, Bytes request, Duration limit) {
    Heard heard = new Heard();
    link.call(method, request, in(limit), heard);
    return heard;
  }

  /** Makes a call and returns its answer. */
  protected final Bytes answerTo(RpcLink link, Bytes request) {
    return call(link, StorageMethod.GET, request).answer();
  }

  /** Returns {@code size} bytes of a pattern. */
  protected static Bytes pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + (i >>> 8));
    }
    return Bytes.wrap(bytes);
  }

  /** Returns the key whose seed is {@code value} 32 times. */
  protected static SecretKey key(int value) {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    Arrays.fill(seed, (byte) value);
    return new SecretKey(Bytes.wrap(seed));
  }
}
