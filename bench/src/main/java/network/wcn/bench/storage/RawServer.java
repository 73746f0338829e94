package network.wcn.bench.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import network.wcn.bench.BenchJava;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.LinkTarget;

/** A process that answers as a database does, but is less than one: what ours is measured by. */
final class RawServer implements AutoCloseable {
  private final Process process;
  private final LinkTarget target;

  private RawServer(Process process) throws IOException {
    this.process = process;
    String[] place = BenchJava.firstLine(process).split(" ", -1);
    target =
        new LinkTarget(
            PeerId.parse(place[1]),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(place[0])),
            Api.DATABASE);
  }

  /**
   * Starts one that answers at once, reads with a value of that size: nothing but the transport.
   */
  static RawServer answering(BenchJava java, int valueBytes) throws IOException {
    return new RawServer(java.start(BenchJava.RAW_SERVER, String.valueOf(valueBytes)));
  }

  /** Starts one that has nothing but the bare library behind the transport. */
  static RawServer storing(BenchJava java, Path directory) throws IOException {
    return new RawServer(java.start(RawStoreMain.class.getName(), directory.toString()));
  }

  LinkTarget target() {
    return target;
  }

  /** Returns the processor time that its process has had. */
  Duration cpuTime() {
    return BenchJava.cpuTime(process);
  }

  @Override
  public void close() {
    BenchJava.end(process);
  }
}
