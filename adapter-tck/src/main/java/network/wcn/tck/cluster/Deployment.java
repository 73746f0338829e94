package network.wcn.tck.cluster;

import java.util.Optional;
import network.wcn.port.cluster.ClusterContract;

/** A contract that one test of the suite runs against. */
public interface Deployment extends AutoCloseable {
  /** Opens a connection that signs as {@code signer}, or only reads. */
  Connection connect(Optional<TestAccount> signer);

  /** Ends connections and contract. */
  @Override
  void close();

  /** One process' way to the contract. */
  interface Connection {
    /** Returns the adapter under test. */
    ClusterContract contract();

    /** Makes the contract unreachable for this connection, until {@link #restore()}. */
    void cut();

    /** Ends the outage. */
    void restore();
  }
}
