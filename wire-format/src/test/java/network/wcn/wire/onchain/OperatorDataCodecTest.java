package network.wcn.wire.onchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorDataCodecTest {
  private static final String FILE = "onchain.json";
  private static final OperatorId ID =
      OperatorId.parse("0x0102030405060708090a0b0c0d0e0f1011121314");

  static Stream<JsonNode> ff1() {
    return Vectors.cases(FILE, "ff1");
  }

  static Stream<JsonNode> operators() {
    return Vectors.cases(FILE, "operators");
  }

  static Stream<JsonNode> operatorsWithEncryptedNodes() {
    return operators().filter(recorded -> recorded.has("nodes_encrypted"));
  }

  static Stream<JsonNode> decoding() {
    return Vectors.cases(FILE, "operator_decoding");
  }

  @ParameterizedTest
  @MethodSource("ff1")
  void addressesEncryptAsRecordedAndDecryptAgain(JsonNode recorded) {
    AddressCipher cipher = new AddressCipher(key(recorded));
    PeerId node = new PeerId(Vectors.hex(recorded, "peer_id"));
    Ipv4Address plain = Ipv4Address.parse(recorded.required("ip").asText());
    Ipv4Address encrypted = Ipv4Address.parse(recorded.required("encrypted_ip").asText());

    assertEquals(Vectors.hex(recorded, "tweak"), node.digest());
    assertEquals(encrypted, cipher.encrypt(plain, node));
    assertEquals(plain, cipher.decrypt(encrypted, node));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void recordedOperatorsAreReadAndWritten(JsonNode recorded) {
    OperatorDataCodec codec = new OperatorDataCodec(key(recorded));
    Bytes data = Vectors.hex(recorded, "data");
    NodeOperator operator = operator(recorded);
    boolean newest = recorded.required("schema").asInt() == 1;

    // Schema 0 has no private addresses, and is read only.
    assertEquals(newest ? operator : withoutPrivateAddresses(operator), codec.decode(ID, data));
    if (newest) {
      assertEquals(data, codec.encode(operator));
    }
  }

  @ParameterizedTest
  @MethodSource("operatorsWithEncryptedNodes")
  void recordedNodesAreEncryptedOneByOne(JsonNode recorded) {
    AddressCipher cipher = new AddressCipher(key(recorded));
    List<NodeEndpoint> plain = nodes(recorded.required("nodes"));
    List<NodeEndpoint> encrypted = nodes(recorded.required("nodes_encrypted"));

    for (int i = 0; i < plain.size(); i++) {
      PeerId peer = plain.get(i).peerId();
      assertEquals(encrypted.get(i).address(), cipher.encrypt(plain.get(i).address(), peer));
      assertEquals(
          encrypted.get(i).privateAddress(),
          plain.get(i).privateAddress().map(address -> cipher.encrypt(address, peer)));
    }
  }

  @ParameterizedTest
  @MethodSource("decoding")
  void oddDataIsTakenOrRefusedAsByTheReference(JsonNode recorded) {
    OperatorDataCodec codec = new OperatorDataCodec(key(recorded));
    Bytes data = Vectors.hex(recorded, "data");

    if (recorded.required("accepted").asBoolean()) {
      assertEquals(operator(recorded), codec.decode(ID, data));
    } else {
      assertThrows(MalformedMessage.class, () -> codec.decode(ID, data));
    }
  }

  @ParameterizedTest
  @MethodSource("decoding")
  void refusedDataLeavesACorruptedOperator(JsonNode recorded) {
    OperatorEntry entry = new OperatorEntry(ID, Vectors.hex(recorded, "data"));

    var operator = new OnChainData(key(recorded)).operator(entry);

    if (recorded.required("accepted").asBoolean()) {
      assertEquals(operator(recorded), operator);
    } else {
      var corrupted = assertInstanceOf(CorruptedOperator.class, operator);
      assertEquals(ID, corrupted.id());
      assertEquals(entry.data(), corrupted.data());
      assertEquals(List.of(), corrupted.nodes());
    }
  }

  @Test
  void aNameOfMoreThan32BytesIsNotWritten() {
    OperatorDataCodec codec = new OperatorDataCodec(new ClusterKey(Bytes.wrap(new byte[32])));
    NodeOperator fits = named("é".repeat(16));
    NodeOperator tooLong = named("é".repeat(16) + "x");

    assertEquals(fits, codec.decode(ID, codec.encode(fits)));
    assertThrows(IllegalArgumentException.class, () -> codec.encode(tooLong));
  }

  @Test
  void anAnnouncedMultitudeOfNodesIsRefusedBeforeItTakesMemory() {
    OperatorDataCodec codec = new OperatorDataCodec(new ClusterKey(Bytes.wrap(new byte[32])));
    Bytes data = Bytes.fromHex("0100ffffffff0f");

    assertThrows(MalformedMessage.class, () -> codec.decode(ID, data));
  }

  private static NodeOperator named(String name) {
    PeerId peer = PeerId.ofEd25519(Bytes.wrap(new byte[32]));
    NodeEndpoint node =
        new NodeEndpoint(peer, Ipv4Address.parse("192.0.2.1"), Optional.empty(), 3010, 3011);
    return new NodeOperator(ID, name, List.of(node, node), List.of());
  }

  private static ClusterKey key(JsonNode recorded) {
    return new ClusterKey(Vectors.hex(recorded, "key"));
  }

  private static NodeOperator operator(JsonNode recorded) {
    List<AuthorizedClient> clients = new ArrayList<>();
    for (JsonNode client : recorded.required("clients")) {
      clients.add(
          new AuthorizedClient(
              new PeerId(Vectors.hex(client, "peer_id")),
              Vectors.hex(client, "authorized_namespaces")));
    }
    return new NodeOperator(
        ID, recorded.required("name").asText(), nodes(recorded.required("nodes")), clients);
  }

  private static List<NodeEndpoint> nodes(JsonNode recorded) {
    List<NodeEndpoint> nodes = new ArrayList<>();
    for (JsonNode node : recorded) {
      JsonNode privateAddress = node.required("private_ipv4_addr");
      nodes.add(
          new NodeEndpoint(
              new PeerId(Vectors.hex(node, "peer_id")),
              Ipv4Address.parse(node.required("ipv4_addr").asText()),
              privateAddress.isNull()
                  ? Optional.empty()
                  : Optional.of(Ipv4Address.parse(privateAddress.asText())),
              node.required("primary_port").asInt(),
              node.required("secondary_port").asInt()));
    }
    return nodes;
  }

  private static NodeOperator withoutPrivateAddresses(NodeOperator operator) {
    List<NodeEndpoint> nodes =
        operator.nodes().stream()
            .map(node ->
                new NodeEndpoint(
                    node.peerId(),
                    node.address(),
                    Optional.empty(),
                    node.primaryPort(),
                    node.secondaryPort()))
            .toList();
    return new NodeOperator(operator.id(), operator.name(), nodes, operator.clients());
  }
}
