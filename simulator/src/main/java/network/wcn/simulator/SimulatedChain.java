package network.wcn.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.keyspace.Keyspace;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractDataReader;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.LedgerOutcome;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import network.wcn.domain.membership.ViewReader;

/**
 * The contract: the shipped ledger, whose events reach every node at another moment, some not at
 * all. Only for starts and aborts, which versions protect, may an operator learn too late.
 */
final class SimulatedChain {
  static final Duration PROPAGATION = Duration.ofSeconds(1);
  static final OperatorId OWNER = id(0xee);

  private static final long LATEST_NANOS = 900 * World.MILLI;
  private static final long TOO_LATE_NANOS = 8 * World.SECOND;
  private static final int FIRST_KEYSPACE = 5;
  private static final Map<SlotMask, Keyspace> KEYSPACES = new ConcurrentHashMap<>();

  private final World world;
  private final SplittableRandom random;
  private Ledger ledger;

  SimulatedChain(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
    List<OperatorEntry> members =
        IntStream.range(0, FIRST_KEYSPACE).mapToObj(SimulatedChain::entry).toList();
    this.ledger =
        changed(
            Ledger.initialize(
                new Genesis(OWNER, new ContractSettings(4096, 5, Bytes.empty()), members)));
    for (int slot = FIRST_KEYSPACE; slot < world.settings().operators(); slot++) {
      ContractCall add = new ContractCall.AddNodeOperator(entry(slot));
      this.ledger = changed(ledger.apply(OWNER, add, world.clocks().unixSeconds()));
    }
  }

  private static Ledger changed(LedgerOutcome outcome) {
    if (outcome instanceof LedgerOutcome.Changed(Ledger next, _)) {
      return next;
    }
    throw new IllegalStateException("the contract refused: " + outcome);
  }

  static OperatorId id(int number) {
    byte[] address = new byte[OperatorId.SIZE_BYTES];
    Arrays.fill(address, (byte) (number + 1));
    return new OperatorId(Bytes.wrap(address));
  }

  private static OperatorEntry entry(int slot) {
    return new OperatorEntry(id(slot), Bytes.of((byte) slot));
  }

  /** Returns a reader for one node; all share their keyspaces. */
  ViewReader reader() {
    return new ViewReader(
        new PlainData(),
        members -> KEYSPACES.computeIfAbsent(members, m -> Keyspace.of(m.slots())));
  }

  /** Returns what the contract says now. */
  ContractView view() {
    return ledger.view();
  }

  /** Makes a call, which the contract may refuse, and lets every node hear of it. */
  void call(OperatorId caller, ContractCall call) {
    LedgerOutcome outcome = ledger.apply(caller, call, world.clocks().unixSeconds());
    if (outcome instanceof LedgerOutcome.Changed(Ledger next, ContractEvent event)) {
      ledger = next;
      boolean mayBeLate =
          event instanceof ContractEvent.MigrationStarted
              || event instanceof ContractEvent.MigrationAborted;
      int late = mayBeLate ? random.nextInt(2 * world.operators().size()) : -1;
      for (SimulatedNode node : world.nodes()) {
        long delay = node.slot() == late ? TOO_LATE_NANOS : random.nextLong(LATEST_NANOS);
        Optional<ContractEvent> heard =
            random.nextInt(5) == 0 ? Optional.empty() : Optional.of(event);
        world.after(delay, () -> node.hear(heard));
      }
    }
  }

  /** Reads the little that operators have on this chain. */
  private static final class PlainData implements ContractDataReader {
    @Override
    public ClusterOperator operator(OperatorEntry entry) {
      int slot = Byte.toUnsignedInt(entry.data().at(0));
      List<NodeEndpoint> nodes = new ArrayList<>();
      for (int node = 0; node < NodeOperator.MIN_NODES; node++) {
        PeerId peer = PeerId.ofEd25519(key(slot, node));
        nodes.add(
            new NodeEndpoint(peer, new Ipv4Address(slot), Optional.empty(), 3010 + node, 3012));
      }
      return new NodeOperator(entry.id(), "operator " + slot, nodes, List.of());
    }

    private static Bytes key(int slot, int node) {
      byte[] key = new byte[32];
      key[0] = (byte) slot;
      key[1] = (byte) node;
      return Bytes.wrap(key);
    }

    @Override
    public NetworkSettings settings(ContractSettings settings) {
      return new NetworkSettings(
          settings.maxOperatorDataBytes(),
          settings.minOperators(),
          PROPAGATION,
          Duration.ofNanos(Clocks.SKEW_NANOS),
          10,
          0,
          0);
    }
  }
}
