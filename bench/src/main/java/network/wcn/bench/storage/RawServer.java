package network.wcn.bench.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import network.wcn.bench.BenchJava;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.LinkTarget;

/** A process that answers as a database does, but at once: nothing but the transport. */
final class RawServer implements AutoCloseable {
  private final Process process;
  private final LinkTarget target;

  RawServer(BenchJava java, int valueBytes) throws IOException {
    process = java.start(BenchJava.RAW_SERVER, String.valueOf(valueBytes));
    String[] place = BenchJava.firstLine(process).split(" ", -1);
    target =
        new LinkTarget(
            PeerId.parse(place[1]),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(place[0])),
            Api.DATABASE);
  }

  LinkTarget target() {
    return target;
  }

  @Override
  public void close() {
    BenchJava.end(process);
  }
}
