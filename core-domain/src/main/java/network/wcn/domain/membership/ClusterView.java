package network.wcn.domain.membership;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.keyspace.Keyspace;
import network.wcn.domain.keyspace.ReplicaSet;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.operation.Refusal;

/**
 * The cluster at one version of the contract: valid, decoded and ready for lookups.
 *
 * <p>Immutable. An operation takes the view once and keeps it to the end, even if the chain moves
 * on. {@link ViewReader} makes views and says why it cannot.
 */
public final class ClusterView {
  private final ContractView contract;
  private final NetworkSettings settings;
  private final List<Optional<ClusterOperator>> operators;
  private final Keyspace primary;
  private final Optional<Migration> migration;
  private final Optional<Keyspace> retiring;
  private final KeyspaceSchedule schedule;
  private final PeerIndex peers;

  ClusterView(
      ContractView contract,
      NetworkSettings settings,
      List<Optional<ClusterOperator>> operators,
      Keyspace primary,
      Optional<Migration> migration,
      Optional<Keyspace> retiring) {
    this.contract = contract;
    this.settings = settings;
    this.operators = List.copyOf(operators);
    this.primary = primary;
    this.migration = migration;
    this.retiring = retiring;
    this.schedule = KeyspaceSchedule.of(contract, settings);
    this.peers = new PeerIndex(this.operators);
  }

  /** Returns what the contract says, undecoded. */
  public ContractView contract() {
    return contract;
  }

  /** Returns the version of the contract's view, unsigned 128 bits. */
  public BigInteger version() {
    return contract.version();
  }

  /** Returns whether the change that {@code event} tells of is part of this view already. */
  public boolean includes(ContractEvent event) {
    return event.version().compareTo(contract.version()) <= 0;
  }

  /** Returns the settings that all nodes share. */
  public NetworkSettings settings() {
    return settings;
  }

  /** Returns when each keyspace version counts. */
  public KeyspaceSchedule schedule() {
    return schedule;
  }

  /** Returns the operators by slot, empty where nobody is. */
  public List<Optional<ClusterOperator>> operators() {
    return operators;
  }

  /** Returns the operator of {@code slot}, if somebody is there. */
  public Optional<ClusterOperator> operator(int slot) {
    return slot >= 0 && slot < operators.size() ? operators.get(slot) : Optional.empty();
  }

  /** Returns the slot of an operator, if it is a member. */
  public OptionalInt slotOf(OperatorId operator) {
    return contract.slotOf(operator);
  }

  /** Returns the nodes of the operator of {@code slot}, none if they cannot be read. */
  public List<NodeEndpoint> nodes(int slot) {
    return operator(slot).map(ClusterOperator::nodes).orElse(List.of());
  }

  /** Returns the keyspace in force: while a migration runs, the one that it replaces. */
  public Keyspace primary() {
    return primary;
  }

  /** Returns the migration that runs, if one does. */
  public Optional<Migration> migration() {
    return migration;
  }

  /**
   * Returns the keyspace that the latest migration replaced, if it completed and all of its
   * operators are still members. Nodes that have not heard of its end yet read from there.
   */
  public Optional<Keyspace> retiring() {
    return retiring;
  }

  /** Returns who holds the maintenance permit, if somebody does. */
  public Optional<OperatorId> maintenance() {
    return contract.maintenance();
  }

  /** Returns the operators that hold {@code shard}. */
  public ReplicaSet primaryReplicas(ShardId shard) {
    return primary.replicas(shard);
  }

  /** Returns the operators that will hold {@code shard} after the migration, if one runs. */
  public Optional<ReplicaSet> migratingReplicas(ShardId shard) {
    return migration.map(m -> m.target().replicas(shard));
  }

  /** Returns whether {@code peer} is a node of any operator. */
  public boolean isNode(PeerId peer) {
    return peers.isNode(peer);
  }

  /** Returns the slot of the operator that runs {@code peer}; the lowest if several name it. */
  public OptionalInt slotOfNode(PeerId peer) {
    return peers.slotOfNode(peer).map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /**
   * Returns why the node {@code peer} gets no stored records of the shards from {@code first} to
   * {@code last} now, or nothing if it does: while a migration runs every node that asks for the
   * version that comes, else those of an operator that holds all of these shards.
   *
   * @param version the keyspace version that it asks for
   * @see "protocol/wire.md section 11"
   */
  public Optional<Refusal> refusalOfData(
      PeerId peer, ShardId first, ShardId last, long version, long nowUnixNanos) {
    OptionalInt slot = slotOfNode(peer);
    if (slot.isEmpty()) {
      return Optional.of(Refusal.unauthorized());
    }
    if (schedule.acceptsDataPull(version, nowUnixNanos)) {
      return Optional.empty();
    }
    if (!schedule.acceptsResync(version, nowUnixNanos)) {
      return Optional.of(Refusal.keyspaceVersionMismatch());
    }
    return primary.holdsAll(slot.getAsInt(), first, last)
        ? Optional.empty()
        : Optional.of(Refusal.unauthorized("the operator does not hold all of these shards"));
  }

  /** Returns whether {@code peer} is a client of any operator: whether it may connect. */
  public boolean isClient(PeerId peer) {
    return peers.isClient(peer);
  }

  /** Returns whether the namespace's operator lists {@code peer} as a client of that namespace. */
  public boolean mayUse(PeerId peer, Namespace namespace) {
    return peers.mayUse(peer, namespace);
  }

  @Override
  public String toString() {
    return "ClusterView(version "
        + version()
        + ", keyspace version "
        + Long.toUnsignedString(contract.keyspaceVersion())
        + ", "
        + primary
        + migration.map(m -> ", migration " + m.id() + " to " + m.target()).orElse("")
        + ")";
  }
}
