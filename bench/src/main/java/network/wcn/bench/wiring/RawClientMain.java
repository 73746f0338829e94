package network.wcn.bench.wiring;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;

/**
 * The calling process of a measurement of raw calls.
 *
 * <p>Arguments: port and peer ID of the answering process, callers, bytes of a value, percent of
 * reads, seconds to warm up, seconds to measure. Prints calls per second.
 */
public final class RawClientMain {
  private static final int KEY_SIZE_BYTES = 64;

  /** Whether what fails now fails because we end. */
  private static volatile boolean isOver;

  private RawClientMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Ticker ticker = Ticker.system();
    LinkTarget target =
        new LinkTarget(
            PeerId.parse(arguments[1]),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            Api.DATABASE);
    int callers = Integer.parseInt(arguments[2]);
    Bytes value = Bytes.wrap(new byte[Integer.parseInt(arguments[3])]);
    int readPercent = Integer.parseInt(arguments[4]);
    try (NettyQuicTransport transport =
            new NettyQuicTransport(NettyQuicSettings.of(RawServerMain.randomKey()));
        RpcLink link = transport.dial(target, settings())) {
      if (!link.awaitOpen(Deadline.after(ticker, Duration.ofSeconds(10)))) {
        throw new LinkFault(LinkFault.Kind.CONNECT, "cannot connect to " + target);
      }
      LongAdder answers = new LongAdder();
      for (int i = 0; i < callers; i++) {
        new RawCaller(link, ticker, answers, value, readPercent, i).next();
      }
      Thread.sleep(Duration.ofSeconds(Integer.parseInt(arguments[5])));
      long before = answers.sum();
      long began = System.nanoTime();
      Thread.sleep(Duration.ofSeconds(Integer.parseInt(arguments[6])));
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(Locale.ROOT, "%.1f%n", (answers.sum() - before) / seconds);
      isOver = true;
    }
  }

  private static LinkSettings settings() {
    return new LinkSettings(
        Duration.ofSeconds(5),
        Duration.ofMillis(100),
        10_000,
        Duration.ofSeconds(10),
        Priority.HIGH);
  }

  /** Makes a call whenever the one before is over. */
  private static final class RawCaller implements CallOutcome {
    private final RpcLink link;
    private final Ticker ticker;
    private final LongAdder answers;
    private final Bytes value;
    private final int readPercent;
    private final SplittableRandom random;

    RawCaller(
        RpcLink link, Ticker ticker, LongAdder answers, Bytes value, int readPercent, int seed) {
      this.link = link;
      this.ticker = ticker;
      this.answers = answers;
      this.value = value;
      this.readPercent = readPercent;
      this.random = new SplittableRandom(seed);
    }

    void next() {
      boolean isRead = random.nextInt(100) < readPercent;
      RpcMethod method = isRead ? StorageMethod.GET : StorageMethod.SET;
      Bytes request = isRead ? value.slice(0, Math.min(KEY_SIZE_BYTES, value.size())) : value;
      link.call(method, request, Deadline.after(ticker, Duration.ofSeconds(10)), this);
    }

    @Override
    public void answered(Bytes response) {
      answers.increment();
      next();
    }

    @Override
    public void failed(LinkFault fault) {
      if (!isOver) {
        System.err.println("a raw call failed: " + fault.getMessage());
      }
    }
  }
}
