package network.wcn.domain.membership;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.keyspace.Keyspace;

/**
 * Clusters for tests. The operator of slot i has the ID of 20 bytes i + 1; its data is one byte
 * that names two nodes and a client, or {@link #CORRUPTED}.
 */
final class ViewFixture {
  static final Bytes CORRUPTED = Bytes.of((byte) 0xff);
  static final Bytes UNREADABLE = Bytes.empty();
  static final KeyspaceSpec NOBODY = new KeyspaceSpec(SlotMask.EMPTY, 0);
  static final KeyspaceSpec FIRST_FIVE = spec(List.of(0, 1, 2, 3, 4));
  static final KeyspaceSpec LAST_FIVE = spec(List.of(1, 2, 3, 4, 5));
  static final ContractMigration NEVER = new ContractMigration(0, 0, 0, SlotMask.EMPTY);

  private static final Map<SlotMask, Keyspace> KEYSPACES = new HashMap<>();

  private ViewFixture() {}

  static OperatorId id(int number) {
    byte[] address = new byte[OperatorId.SIZE_BYTES];
    Arrays.fill(address, (byte) number);
    return new OperatorId(Bytes.wrap(address));
  }

  static OperatorEntry entry(int slot) {
    return new OperatorEntry(id(slot + 1), Bytes.of((byte) slot));
  }

  static KeyspaceSpec spec(Collection<Integer> slots) {
    return new KeyspaceSpec(SlotMask.of(slots), 0);
  }

  static PeerId peer(int operator, int number) {
    byte[] key = new byte[32];
    key[0] = (byte) operator;
    key[1] = (byte) number;
    return PeerId.ofEd25519(Bytes.wrap(key));
  }

  /** Six operators, the first five in the keyspace of version 0. */
  static ContractView sixOperators() {
    return new ContractView(
        id(0xaa),
        settings(5_000, 500),
        BigInteger.ONE,
        0,
        IntStream.range(0, 6).mapToObj(slot -> Optional.of(entry(slot))).toList(),
        List.of(FIRST_FIVE, NOBODY),
        NEVER,
        Optional.empty());
  }

  /** The tests' settings are text: latency and skew. */
  static ContractSettings settings(long latencyMillis, long skewMillis) {
    return new ContractSettings(4096, 5, Bytes.utf8(latencyMillis + "/" + skewMillis));
  }

  /** Returns a reader of the tests' data; all share their keyspaces. */
  static ViewReader reader() {
    return new ViewReader(
        new FakeData(), members -> KEYSPACES.computeIfAbsent(members, m -> Keyspace.of(m.slots())));
  }

  static ClusterView view(ContractView contract) {
    return reader().read(contract).orElseThrow();
  }

  /** Reads the data that the fixture writes. */
  static final class FakeData implements ContractDataReader {
    int decodedCount;

    @Override
    public ClusterOperator operator(OperatorEntry entry) {
      decodedCount++;
      if (entry.data().equals(CORRUPTED)) {
        return new CorruptedOperator(entry.id(), entry.data(), "corrupted on purpose");
      }
      int number = Byte.toUnsignedInt(entry.data().at(0));
      return new NodeOperator(
          entry.id(),
          "operator " + number,
          List.of(node(number, 0), node(number, 1)),
          List.of(AuthorizedClient.of(peer(number, 100), 1, 255)));
    }

    private static NodeEndpoint node(int operator, int number) {
      return new NodeEndpoint(
          peer(operator, number), new Ipv4Address(operator), Optional.empty(), 3010, 3011);
    }

    @Override
    public NetworkSettings settings(ContractSettings settings) {
      if (settings.extra().equals(UNREADABLE)) {
        throw new IllegalArgumentException("nothing to read");
      }
      String[] millis = settings.extra().toUtf8().split("/", -1);
      return new NetworkSettings(
          settings.maxOperatorDataBytes(),
          settings.minOperators(),
          Duration.ofMillis(Long.parseLong(millis[0])),
          Duration.ofMillis(Long.parseLong(millis[1])),
          10,
          0,
          0);
    }
  }
}
