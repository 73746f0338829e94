package network.wcn.adapter.quic.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.tck.rpc.Heard;
import network.wcn.tck.rpc.RpcContractFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a link does when the process at its other end is killed, frozen or started anew. */
class PeerDeathIT extends RpcContractFixture {
  private final java.util.ArrayList<Process> processes = new java.util.ArrayList<>();

  @Override
  protected RpcTransport newTransport(SecretKey identity) {
    return new NettyQuicTransport(NettyQuicSettings.of(identity));
  }

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aKilledPeerIsNoticedLongBeforeTheDeadlineAndItsSuccessorIsFound() throws Exception {
    Started first = start(0);
    RpcLink link = openLink(first.port());
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
    Heard silent = call(link, StorageMethod.SET, Bytes.utf8("never answered"));

    first.process().destroyForcibly().waitFor();
    Heard next = call(link, StorageMethod.GET, Bytes.empty());

    assertNotEquals(LinkFault.Kind.TIMEOUT, silent.fault().kind());
    assertNotEquals(LinkFault.Kind.TIMEOUT, next.fault().kind());
    start(first.port());
    assertTrue(link.awaitOpen(in(LONG)));
    assertEquals(Bytes.utf8("y"), answerTo(link, Bytes.utf8("y")));
  }

  @Test
  void aFrozenPeerIsSuspectedAndTrustedAgainWhenItThaws() throws Exception {
    Started peer = start(0);
    RpcLink link = openLink(peer.port());
    signal("-STOP", peer.process());

    Heard waiting = call(link, StorageMethod.GET, Bytes.utf8("x"));
    awaitClosed(link);
    assertEquals(
        LinkFault.Kind.NOT_CONNECTED, call(link, StorageMethod.GET, Bytes.empty()).fault().kind());
    signal("-CONT", peer.process());

    assertTrue(link.awaitOpen(in(LONG)));
    assertEquals(Bytes.utf8("x"), waiting.answer());
  }

  private static void awaitClosed(RpcLink link) {
    while (link.isOpen()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static void signal(String signal, Process process)
      throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor();
    assertEquals(0, status);
  }

  private Started start(int port) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    EchoServer.class.getName(),
                    "" + port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new Started(process, Integer.parseInt(output.readLine()));
  }

  private record Started(Process process, int port) {}
}
