package network.wcn.port.cluster;

import java.math.BigInteger;
import java.util.Optional;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractView;

/**
 * The contract that holds membership, keyspace, migration and maintenance.
 *
 * <p>The view is the truth, events are hints: an adapter may lose or repeat events, and whoever
 * listens compares {@link ContractView#version()} and reads the view again after a gap. Methods
 * block, for use by virtual threads, and throw {@link ChainFault} when the chain cannot be reached
 * or answers nonsense.
 */
public interface ClusterContract extends AutoCloseable {
  /** Reads the whole view as of the newest block. */
  ContractView view();

  /** Reads only the version of the view: cheap, for polling. */
  BigInteger version();

  /**
   * Subscribes to changes, in the order of their versions as far as the chain tells.
   *
   * <p>Changes made after this method returned are heard, those of an outage after it; if there
   * were too many, at least the newest. Read the view after subscribing.
   *
   * @return closes the subscription
   */
  Subscription subscribe(EventListener listener);

  /** Returns the account that signs calls, if this adapter has a key. */
  Optional<OperatorId> signer();

  /**
   * Makes a call as {@link #signer()} and waits until it is part of the chain. Safe for use by many
   * threads.
   *
   * @return what the chain says of it
   * @throws ContractRefused if a rule of the contract forbids it; nothing changed
   * @throws CallNotMade if the chain or the signer failed before anything was sent
   * @throws ChainFault if the chain does not answer: the call may have been made or not
   * @throws IllegalStateException if there is no signer
   */
  CallReceipt submit(ContractCall call);

  /**
   * Ends subscriptions and connections; other methods throw {@link ChainFault} from then on. A
   * second call does nothing.
   */
  @Override
  void close();

  /**
   * Hears of changes, one at a time; must not block for long. What it throws is logged, and the
   * next change is heard all the same.
   */
  @FunctionalInterface
  interface EventListener {
    void onEvent(ContractEvent event);

    /**
     * The chain undid changes that were told: the view must be read anew and believed, even if its
     * version is not greater. What takes their place is told next. Does nothing by default.
     */
    default void onReorganisation() {}
  }

  /** A running subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
