package network.wcn.app.node.service;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractView;
import network.wcn.port.cluster.CallReceipt;
import network.wcn.port.cluster.ClusterContract;

/** A chain that can undo what it told. */
final class ReorganisedChain implements ClusterContract {
  private final ClusterContract chain;
  private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<ContractView> past = Optional.empty();

  ReorganisedChain(ClusterContract chain) {
    this.chain = chain;
  }

  /** Undoes all changes since {@code view}. */
  void goBackTo(ContractView view) {
    past = Optional.of(view);
    listeners.forEach(EventListener::onReorganisation);
  }

  @Override
  public ContractView view() {
    return past.orElseGet(chain::view);
  }

  @Override
  public BigInteger version() {
    return view().version();
  }

  @Override
  public Subscription subscribe(EventListener listener) {
    listeners.add(listener);
    return chain.subscribe(listener);
  }

  @Override
  public Optional<OperatorId> signer() {
    return chain.signer();
  }

  @Override
  public CallReceipt submit(ContractCall call) {
    return chain.submit(call);
  }

  @Override
  public void close() {
    chain.close();
  }
}
