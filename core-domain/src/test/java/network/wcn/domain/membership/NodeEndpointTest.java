package network.wcn.domain.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import org.junit.jupiter.api.Test;

class NodeEndpointTest {
  @Test
  void addressesReadAndPrint() {
    Ipv4Address address = Ipv4Address.parse("203.0.113.255");
    assertEquals("203.0.113.255", address.toString());
    assertEquals(Bytes.fromHex("cb0071ff"), address.toBytes());
    assertEquals(address, Ipv4Address.fromBytes(address.toBytes()));
  }

  @Test
  void malformedAddressesAreRefused() {
    for (String text :
        List.of("", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.", "1.2.3.-4", "::1")) {
      assertThrows(IllegalArgumentException.class, () -> Ipv4Address.parse(text), text);
    }
  }

  @Test
  void portsAreSixteenBits() {
    assertEquals(65_535, endpoint(65_535).primaryPort());
    assertThrows(IllegalArgumentException.class, () -> endpoint(65_536));
    assertThrows(IllegalArgumentException.class, () -> endpoint(-1));
  }

  private static NodeEndpoint endpoint(int port) {
    return new NodeEndpoint(
        ViewFixture.peer(1, 1), new Ipv4Address(0), Optional.empty(), port, 3011);
  }

  @Test
  void longNamesAreReadButNotWritten() {
    List<NodeEndpoint> nodes = List.of(endpoint(1), endpoint(2));
    NodeOperator operator = new NodeOperator(ViewFixture.id(1), "é".repeat(17), nodes, List.of());

    assertThrows(IllegalArgumentException.class, operator::requireWritable);
  }

  @Test
  void anOperatorRunsTwoNodes() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new NodeOperator(ViewFixture.id(1), "one", List.of(endpoint(1)), List.of()));
  }
}
