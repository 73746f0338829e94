package network.wcn.client;

import java.time.Duration;
import java.util.Optional;
import network.wcn.domain.client.AttemptFailure;
import network.wcn.domain.operation.Operation;

/** Hears how requests end, for metrics. Called on the transport's threads: it must not block. */
@FunctionalInterface
public interface AttemptObserver {
  /**
   * A request to a node is over.
   *
   * @param took from sending it to its end
   * @param failure why it came to nothing; empty if the node served it
   */
  void attempted(
      ClientNode node, Operation operation, Duration took, Optional<AttemptFailure> failure);
}
