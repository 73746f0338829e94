package network.wcn.cli.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import network.wcn.client.wiring.QuicTransports;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.domain.membership.KeyspaceSchedule;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import network.wcn.wire.storage.StorageCodec;

/** Asks one node's replica as another node does, with any keyspace version. */
final class ReplicaProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Ticker ticker = Ticker.system();
  private final WallClock clock = WallClock.system();
  private final RpcTransport transport;
  private final RpcLink link;
  private final Operation.Get operation;

  /**
   * @param identity key of a node that takes part
   * @param asked the node that is asked
   */
  ReplicaProbe(SecretKey identity, DevnetFile.Server asked, Namespace namespace) {
    transport = QuicTransports.open(identity);
    LinkTarget target =
        new LinkTarget(
            PeerId.parse(asked.peerId()),
            new InetSocketAddress(asked.address(), asked.primaryPort()),
            Api.REPLICA);
    link =
        transport.dial(
            target,
            new LinkSettings(
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                10,
                Duration.ofSeconds(2),
                Priority.HIGH));
    operation = new Operation.Get(namespace, Bytes.utf8("probe"));
  }

  /**
   * Checks that a version is served or refused as wire.md section 11 says.
   *
   * @return whether the replica serves it
   */
  boolean check(KeyspaceSchedule schedule, long version) {
    boolean before = isDue(schedule, version);
    boolean served = serves(OptionalLong.of(version));
    if (before == isDue(schedule, version)) {
      assertEquals(before, served, "is keyspace version " + version + " served?");
    }
    return served;
  }

  private boolean isDue(KeyspaceSchedule schedule, long version) {
    return schedule.acceptsOperation(version, KeyspaceSchedule.unixNanos(clock.unixMicros()));
  }

  /** Returns whether a request of that keyspace version is served; asks until it is answered. */
  boolean serves(OptionalLong version) {
    Deadline deadline = Deadline.after(ticker, PATIENCE);
    Optional<Boolean> verdict = Optional.empty();
    while (verdict.isEmpty()) {
      assertTrue(link.awaitOpen(deadline), "the replica does not answer");
      verdict = ask(version, deadline);
    }
    return verdict.get();
  }

  private Optional<Boolean> ask(OptionalLong version, Deadline deadline) {
    CompletableFuture<Optional<Bytes>> response = new CompletableFuture<>();
    link.call(
        StorageCodec.method(operation),
        StorageCodec.encodeRequest(new StorageRequest(operation, version, Optional.empty())),
        deadline,
        new CallOutcome() {
          @Override
          public void answered(Bytes frame) {
            response.complete(Optional.of(frame));
          }

          @Override
          public void failed(LinkFault fault) {
            response.complete(Optional.empty());
          }
        });
    return response
        .join()
        .map(frame -> StorageCodec.decodeResponse(StorageCodec.method(operation), frame))
        .flatMap(ReplicaProbe::verdict);
  }

  /** Returns nothing for refusals that have nothing to do with versions. */
  private static Optional<Boolean> verdict(StorageResponse response) {
    return switch (response) {
      case StorageResponse.Succeeded _ -> Optional.of(true);
      case StorageResponse.Refused(Refusal refusal)
          when refusal.code() == Refusal.Code.KEYSPACE_VERSION_MISMATCH ->
          Optional.of(false);
      case StorageResponse.Refused _ -> Optional.empty();
    };
  }

  @Override
  public void close() {
    link.close();
    transport.close();
  }
}
