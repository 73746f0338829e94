package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.ClusterMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractView;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.tck.cluster.FakeClusterContract;
import network.wcn.tck.rpc.FakeRpcNetwork;
import network.wcn.tck.rpc.Heard;
import network.wcn.wire.json.ApiResult;
import network.wcn.wire.json.ClusterEvent;
import network.wcn.wire.json.ClusterJson;
import network.wcn.wire.json.ClusterStreamItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterServiceTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final PeerId SERVER = TestNetwork.peer(0, 0);
  private static final PeerId ANYONE = TestNetwork.peer(77, 7);

  private final TestNetwork network = new TestNetwork();
  private final FakeClusterContract contract = network.cluster().connect(Optional.empty());
  private final ClusterTracker tracker =
      new ClusterTracker(
          contract, network.reader(), Duration.ofDays(1), Ticker.system(), Metrics.none());
  private final ClusterService service = new ClusterService(tracker);
  private final FakeRpcNetwork rpc = new FakeRpcNetwork();
  private RpcLink link;

  @BeforeEach
  void connect() {
    tracker.start();
    RpcServer server =
        rpc.transport(SERVER)
            .serve(
                new ServerSettings("primary", 0, TIMEOUT, 10, 10, 10, 10, TIMEOUT, Priority.HIGH),
                List.of(service));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    link =
        rpc.transport(ANYONE)
            .dial(
                new LinkTarget(SERVER, address, Api.CLUSTER),
                new LinkSettings(TIMEOUT, TIMEOUT, 10, TIMEOUT, Priority.HIGH));
  }

  @AfterEach
  void close() {
    service.close();
    tracker.close();
  }

  private Deadline soon() {
    return Deadline.after(rpc.ticker(), TIMEOUT);
  }

  private FrameStream subscribe() {
    FrameStream frames = link.open(ClusterMethod.GET_EVENT_STREAM, soon());
    frames.finish();
    assertInstanceOf(ClusterStreamItem.Acknowledged.class, next(frames));
    return frames;
  }

  private static ClusterStreamItem next(FrameStream frames) {
    return ClusterJson.decodeStreamItem(frames.receive().orElseThrow());
  }

  private void rename(String name) {
    network
        .cluster()
        .apply(
            TestNetwork.operator(0),
            new ContractCall.UpdateNodeOperatorData(
                TestNetwork.operator(0), TestNetwork.entry(0, name).data()));
  }

  @Test
  void anyoneMayAskForTheView() {
    Heard heard = new Heard();
    link.call(ClusterMethod.GET_CLUSTER_VIEW, ClusterJson.viewRequest(), soon(), heard);

    ContractView view =
        switch (ClusterJson.decodeView(heard.answer())) {
          case ApiResult.Ok<ContractView>(ContractView told) -> told;
          case ApiResult.Err<ContractView>(var error) -> throw new AssertionError(error);
        };
    assertEquals(tracker.view().contract().operatorSlots(), view.operatorSlots());
  }

  @Test
  void aRequestThatIsNoneHasNoAnswer() {
    Heard heard = new Heard();
    link.call(ClusterMethod.GET_CLUSTER_VIEW, Bytes.utf8("{}"), soon(), heard);

    heard.fault();
  }

  @Test
  void changesAreToldAsTheyHappen() {
    try (FrameStream frames = subscribe()) {
      rename("new name");

      ClusterStreamItem.Happened happened =
          assertInstanceOf(ClusterStreamItem.Happened.class, next(frames));
      assertInstanceOf(ClusterEvent.NodeOperatorUpdated.class, happened.event());
    }
  }

  @Test
  void aListenerIsToldWhenAChangeWasMissed() {
    try (FrameStream frames = subscribe()) {
      contract.loseNextEvents(1);
      rename("never heard of");
      rename("new name");

      assertInstanceOf(ClusterStreamItem.Failed.class, next(frames));
      assertEquals(Optional.empty(), frames.receive());
    }
  }

  @Test
  void closingEndsEveryStream() {
    try (FrameStream frames = subscribe()) {
      service.close();

      assertEquals(Optional.empty(), frames.receive());
    }
  }
}
