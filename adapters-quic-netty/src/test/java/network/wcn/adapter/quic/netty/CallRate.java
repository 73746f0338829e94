package network.wcn.adapter.quic.netty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;

/**
 * Measures calls per second and CPU per call between two processes over loopback; the README says
 * how to run it. Arguments: {@code shared|plain links callers seconds requestBytes responseBytes}.
 */
public final class CallRate {
  private static final SecretKey SERVER = new SecretKey(Bytes.wrap(new byte[32]));
  private static final SecretKey CLIENT =
      new SecretKey(
          Bytes.wrap(
              new byte[] {
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1
              }));
  private static final int WARM_UP_SECONDS = 6;

  private CallRate() {}

  /** Runs the client, or with {@code serve} the server that it starts. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("serve")) {
      serve(Integer.parseInt(arguments[1]), arguments[2].equals("shared"));
      return;
    }
    boolean shared = arguments[0].equals("shared");
    int linkCount = Integer.parseInt(arguments[1]);
    int callers = Integer.parseInt(arguments[2]);
    int seconds = Integer.parseInt(arguments[3]);
    Bytes request = Bytes.wrap(new byte[Integer.parseInt(arguments[4])]);
    Process server = startServer(arguments[5], arguments[0]);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    int port = Integer.parseInt(output.readLine());
    try (NettyQuicTransport transport =
        new NettyQuicTransport(NettyQuicSettings.of(CLIENT).withSharedStreams(shared))) {
      List<RpcLink> links = new ArrayList<>();
      for (int i = 0; i < linkCount; i++) {
        links.add(
            transport.dial(
                new LinkTarget(
                    SERVER.peerId(),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Api.DATABASE),
                new LinkSettings(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    10_000,
                    Duration.ofSeconds(5),
                    Priority.HIGH)));
      }
      for (RpcLink link : links) {
        if (!link.awaitOpen(Deadline.after(Ticker.system(), Duration.ofSeconds(10)))) {
          throw new IllegalStateException("no connection");
        }
      }
      measure(server, links, callers, seconds, request, arguments);
    } finally {
      server.destroy();
    }
  }

  private static void measure(
      Process server,
      List<RpcLink> links,
      int callers,
      int seconds,
      Bytes request,
      String[] arguments)
      throws InterruptedException {
    LongAdder calls = new LongAdder();
    LongAdder faults = new LongAdder();
    for (int i = 0; i < callers; i++) {
      new Caller(links.get(i % links.size()), request, calls, faults).next();
    }
    CountDownLatch never = new CountDownLatch(1);
    boolean unused = never.await(WARM_UP_SECONDS, TimeUnit.SECONDS);
    long callsBefore = calls.sum();
    long serverCpu = cpuNanos(server.toHandle());
    long clientCpu = cpuNanos(ProcessHandle.current());
    long start = System.nanoTime();
    unused = never.await(seconds, TimeUnit.SECONDS);
    long made = calls.sum() - callsBefore;
    double elapsed = (System.nanoTime() - start) / 1e9;
    double server1 = (cpuNanos(server.toHandle()) - serverCpu) / 1e3;
    double client1 = (cpuNanos(ProcessHandle.current()) - clientCpu) / 1e3;
    System.out.printf(
        "%s links=%s callers=%s bytes=%s/%s: %.0f calls/s, CPU per call: server %.1f us, client"
            + " %.1f us, faults %d%n",
        arguments[0],
        arguments[1],
        arguments[2],
        arguments[4],
        arguments[5],
        made / elapsed,
        server1 / Math.max(1, made),
        client1 / Math.max(1, made),
        faults.sum());
  }

  private static long cpuNanos(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static Process startServer(String responseBytes, String framing) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m"));
    command.addAll(List.of(System.getProperty("server.options", "").split(" ")));
    command.removeIf(String::isEmpty);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            CallRate.class.getName(),
            "serve",
            responseBytes,
            framing));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @SuppressWarnings("MustBeClosed") // Lives as long as the process.
  private static void serve(int responseBytes, boolean shared) {
    NettyQuicTransport transport =
        new NettyQuicTransport(NettyQuicSettings.of(SERVER).withSharedStreams(shared));
    int port =
        transport
            .serve(
                new ServerSettings(
                    "primary",
                    0,
                    Duration.ofSeconds(5),
                    2_000,
                    1_000,
                    1_000,
                    10_000,
                    Duration.ofSeconds(5),
                    Priority.HIGH),
                List.of(new Fixed(Bytes.wrap(new byte[responseBytes]))))
            .port();
    System.out.println(port);
    try {
      Thread.currentThread().join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes one call after the other. */
  private record Caller(RpcLink link, Bytes request, LongAdder calls, LongAdder faults)
      implements CallOutcome {
    void next() {
      link.call(
          StorageMethod.GET, request, Deadline.after(Ticker.system(), Duration.ofSeconds(2)), this);
    }

    @Override
    public void answered(Bytes response) {
      calls.increment();
      next();
    }

    @Override
    public void failed(LinkFault fault) {
      faults.increment();
      CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(this::next);
    }
  }

  /** Answers everything with the same bytes. */
  private record Fixed(Bytes response) implements RpcService {
    @Override
    public Api api() {
      return Api.DATABASE;
    }

    @Override
    public Admission admit(PeerId peer, InetAddress address) {
      return Admission.Accepted.INSTANCE;
    }

    @Override
    public void serve(InboundCall call) {
      call.answer(response);
    }
  }
}
