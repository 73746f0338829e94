package network.wcn.adapter.quic.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.tck.rpc.RpcContractFixture;
import network.wcn.tck.rpc.TestService;
import org.junit.jupiter.api.Test;

/** Which packets travel, seen from between the two ends. */
class PacketSizesTest extends RpcContractFixture {
  private static final int USUAL = 1350;
  private static final int JUMBO = 8952;
  private static final int ANY = 65_507;
  private static final Bytes MUCH = pattern(1 << 20);
  private static final Bytes ONE_BYTE = Bytes.of((byte) 7);

  @Override
  protected NettyQuicTransport newTransport(SecretKey identity) {
    return new NettyQuicTransport(NettyQuicSettings.of(identity));
  }

  /** Starts a server that answers single bytes with much, and echoes much; returns its port. */
  private int serve(Priority priority) {
    TestService service =
        TestService.database()
            .serving(call -> call.answer(call.request().size() == 1 ? MUCH : call.request()));
    return serverTransport().serve(roomyServer(0, priority), List.of(service)).port();
  }

  private UdpRelay relayTo(Priority server, int widest) throws IOException {
    return new UdpRelay(address(serve(server)), widest);
  }

  private RpcLink linkThrough(UdpRelay relay, Priority priority) {
    return openLink(target(relay.port()), priority);
  }

  private void exchange(RpcLink link, Bytes request, int calls) {
    for (int i = 0; i < calls; i++) {
      assertEquals(MUCH, answerTo(link, request));
    }
  }

  private static void assertMostlyLarge(UdpRelay relay) {
    assertEquals(JUMBO, relay.largest());
    assertTrue(relay.large() > 500, () -> "only " + relay.large() + " large packets");
  }

  private static void assertProbedOnly(UdpRelay relay) {
    assertTrue(relay.large() > 0, "no large packet was tried");
    // Three for each of eleven sizes between 1,472 and 8,952, at both ends.
    assertTrue(relay.large() < 150, () -> relay.large() + " large packets were sent");
  }

  @Test
  void bulkDataIsSentInLargePacketsWithinAMachine() throws IOException {
    try (UdpRelay relay = relayTo(Priority.LOW, ANY)) {
      exchange(linkThrough(relay, Priority.LOW), MUCH, 16);

      assertMostlyLarge(relay);
    }
  }

  @Test
  void bulkDataIsAnsweredInLargePacketsWithinAMachine() throws IOException {
    try (UdpRelay relay = relayTo(Priority.LOW, ANY)) {
      exchange(linkThrough(relay, Priority.LOW), ONE_BYTE, 16);

      assertMostlyLarge(relay);
    }
  }

  @Test
  void whereLargePacketsDoNotPassOnlyProbesAreLost() throws IOException {
    try (UdpRelay relay = relayTo(Priority.LOW, 1400)) {
      RpcLink link = linkThrough(relay, Priority.LOW);
      exchange(link, MUCH, 8);
      exchange(link, ONE_BYTE, 8);

      assertProbedOnly(relay);
    }
  }

  @Test
  void aServerWithoutRoomForLargePacketsGetsProbesOnly() throws IOException {
    try (UdpRelay relay = relayTo(Priority.HIGH, ANY)) {
      exchange(linkThrough(relay, Priority.LOW), MUCH, 8);

      assertProbedOnly(relay);
    }
  }

  @Test
  void operationsOfClientsTravelInUsualPackets() throws IOException {
    try (UdpRelay relay = relayTo(Priority.HIGH, ANY)) {
      exchange(linkThrough(relay, Priority.HIGH), MUCH, 1);

      assertEquals(USUAL, relay.largest());
    }
  }

  @Test
  void aBulkServerServesOtherMachinesAtTheSameTime() throws IOException {
    Optional<InetAddress> outer =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst();
    assumeTrue(outer.isPresent(), "this machine has loopback addresses only");
    int port = serve(Priority.LOW);
    LinkTarget fromOutside =
        new LinkTarget(SERVER_KEY.peerId(), new InetSocketAddress(outer.get(), port), Api.DATABASE);

    RpcLink near = openLink(target(port), Priority.LOW);
    RpcLink far = openLink(fromOutside, Priority.LOW);

    exchange(near, MUCH, 2);
    exchange(far, MUCH, 2);
    exchange(near, ONE_BYTE, 2);
    exchange(far, ONE_BYTE, 2);
  }

  @Test
  void onlyBulkDataBetweenLoopbackAddressesTravelsInLargePackets() {
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("db.example", 3010);
    InetSocketAddress elsewhere = new InetSocketAddress("10.0.0.7", 3010);

    assertEquals(JUMBO, PacketSizes.of(Priority.LOW, address(3010)).sentBytes());
    assertEquals(USUAL, PacketSizes.of(Priority.HIGH, address(3010)).sentBytes());
    assertEquals(USUAL, PacketSizes.of(Priority.LOW, elsewhere).sentBytes());
    assertEquals(USUAL, PacketSizes.of(Priority.LOW, unresolved).sentBytes());
  }
}
