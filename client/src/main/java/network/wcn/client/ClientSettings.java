package network.wcn.client;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import network.wcn.domain.client.RetryPolicy;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.wire.encryption.ValueCipher;

/**
 * How a client behaves.
 *
 * @param trusted whose nodes may tell the cluster view; empty for all
 * @param ignored whose nodes are never asked
 * @param maxConcurrentOperations more fail at once
 */
record ClientSettings(
    RetryPolicy retryPolicy,
    Duration connectTimeout,
    LinkSettings linkSettings,
    Set<OperatorId> trusted,
    Set<OperatorId> ignored,
    Optional<ValueCipher> cipher,
    AttemptObserver observer,
    int maxConcurrentOperations) {
  ClientSettings {
    trusted = Set.copyOf(trusted);
    ignored = Set.copyOf(ignored);
  }
}
