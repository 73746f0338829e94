package network.wcn.tck.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.LedgerOutcome;
import network.wcn.port.cluster.ContractRefused;
import network.wcn.port.time.WallClock;

/**
 * A contract in memory, shared by any number of connections: the domain's ledger and its history.
 *
 * <p>It has no threads: whoever changes it delivers the events, before its call returns. It keeps
 * every state it went through, so it is for tests that end.
 */
public final class FakeCluster {
  /** A state, and the change of the view that led to it; handing over ownership is none. */
  record State(Ledger ledger, Optional<ContractEvent> event) {}

  private final WallClock clock;
  private final List<FakeClusterContract> connections = new CopyOnWriteArrayList<>();

  @GuardedBy("history")
  private final List<State> history = new ArrayList<>();

  /**
   * Deploys a contract.
   *
   * @param clock tells the time of blocks
   * @throws ContractRefused if no contract can begin with {@code genesis}
   */
  public FakeCluster(Genesis genesis, WallClock clock) {
    this.clock = clock;
    append(Ledger.initialize(genesis));
  }

  /** Opens a connection that signs as {@code signer}, or only reads. */
  public FakeClusterContract connect(Optional<OperatorId> signer) {
    FakeClusterContract connection = new FakeClusterContract(this, signer);
    connections.add(connection);
    return connection;
  }

  /**
   * Makes a call as {@code caller}, whatever its connections suffer.
   *
   * @throws ContractRefused if a rule of the contract forbids it
   */
  public void apply(OperatorId caller, ContractCall call) {
    synchronized (history) {
      append(history.getLast().ledger().apply(caller, call, clock.unixSeconds()));
    }
    connections.forEach(FakeClusterContract::deliver);
  }

  /** Returns the newest state. */
  public Ledger ledger() {
    synchronized (history) {
      return history.getLast().ledger();
    }
  }

  private void append(LedgerOutcome outcome) {
    State state =
        switch (outcome) {
          case LedgerOutcome.Changed(Ledger next, ContractEvent event) ->
              new State(next, Optional.of(event));
          case LedgerOutcome.OwnershipChanged(Ledger next, _) -> new State(next, Optional.empty());
          case LedgerOutcome.Refused(ContractRefusal refusal) -> throw new ContractRefused(refusal);
        };
    synchronized (history) {
      history.add(state);
    }
  }

  /** Returns how many states there are for a connection that trails {@code lag} behind. */
  int stateCount(int lag) {
    synchronized (history) {
      return Math.max(1, history.size() - lag);
    }
  }

  State state(int index) {
    synchronized (history) {
      return history.get(index);
    }
  }

  void disconnect(FakeClusterContract connection) {
    connections.remove(connection);
  }
}
