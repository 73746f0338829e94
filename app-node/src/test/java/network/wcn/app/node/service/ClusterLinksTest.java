package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.time.Ticker;
import network.wcn.wire.storage.StorageCodec;
import org.junit.jupiter.api.Test;

class ClusterLinksTest {
  private static final int OWN = 2;
  private static final StorageRequest REQUEST =
      new StorageRequest(
          new Operation.Del(TestNetwork.NAMESPACE, Bytes.utf8("k"), TestNetwork.VERSION),
          OptionalLong.of(0),
          Optional.empty());
  private static final Bytes PAYLOAD = StorageCodec.encodeRequest(REQUEST);

  /** Time stands still while it is the turn of each operator's first node. */
  private static final Ticker FIRST_TURN = () -> 0;

  private final TestNetwork network = new TestNetwork();
  private final FakeTransport transport = new FakeTransport();
  private final FakeLink database =
      new FakeLink(
          new LinkTarget(
              TestNetwork.peer(50, 0), InetSocketAddress.createUnresolved("db", 1), Api.DATABASE));
  private final ClusterLinks links = linksWith(new NodeAddresses(Optional.empty()));

  private ClusterLinks linksWith(NodeAddresses addresses) {
    return new ClusterLinks(
        TestNetwork.peer(OWN, 1),
        addresses,
        transport,
        new OwnDatabase(database, FIRST_TURN),
        FIRST_TURN);
  }

  private void follow() {
    links.onView(network.view(), Optional.empty());
  }

  private static LinkTarget target(int slot, int node) {
    NodeEndpoint endpoint = TestNetwork.node(slot, node);
    return new LinkTarget(
        endpoint.peerId(),
        new InetSocketAddress(endpoint.address().toString(), endpoint.primaryPort()),
        Api.REPLICA);
  }

  private List<ReplicaReply> ask(int slot) {
    List<ReplicaReply> replies = new ArrayList<>();
    links.ask(slot, REQUEST, PAYLOAD, TestNetwork.soon(), replies::add);
    return replies;
  }

  @Test
  void everyNodeOfTheOtherOperatorsIsDialledAtItsPrimaryPort() {
    follow();

    assertEquals(8, transport.dialled().size());
    assertTrue(transport.linkTo(target(0, 0)).isPresent());
    assertTrue(transport.linkTo(target(4, 1)).isPresent());
    assertFalse(transport.linkTo(target(OWN, 0)).isPresent());
    assertEquals(OptionalInt.of(OWN), links.ownSlot());
  }

  @Test
  void ourOwnOperatorIsReachedThroughItsDatabaseAtOnce() {
    follow();
    List<ReplicaReply> replies = ask(OWN);

    FakeLink.Call call = database.calls().getFirst();
    assertEquals(PAYLOAD, call.request());
    StorageResponse done = StorageResponse.of(Answer.Done.INSTANCE);
    call.answer(StorageCodec.encodeResponse(done));

    assertEquals(List.of(new ReplicaReply.Answered(done)), replies);
  }

  @Test
  void anAnswerThatCannotBeReadIsABrokenCall() {
    follow();
    List<ReplicaReply> replies = ask(0);
    transport.linkTo(target(0, 0)).orElseThrow().calls().getFirst().answer(Bytes.fromHex("07"));

    assertEquals(List.of(new ReplicaReply.Failed(ReplicaReply.Reason.BROKEN)), replies);
  }

  @Test
  void anUnknownSlotIsUnreachable() {
    follow();

    assertFalse(links.isReachable(77));
    assertEquals(List.of(new ReplicaReply.Failed(ReplicaReply.Reason.UNREACHABLE)), ask(77));
  }

  @Test
  void anOperatorIsReachableThroughEitherNode() {
    follow();
    transport.linkTo(target(0, 0)).orElseThrow().setOpen(false);
    assertTrue(links.isReachable(0));

    transport.linkTo(target(0, 1)).orElseThrow().setOpen(false);
    assertFalse(links.isReachable(0));
    assertTrue(links.isReachable(1));

    database.setOpen(false);
    assertFalse(links.isReachable(OWN));
  }

  @Test
  void aNewViewKeepsGoodLinksAndClosesOldOnes() {
    follow();
    FakeLink kept = transport.linkTo(target(0, 0)).orElseThrow();
    FakeLink gone = transport.linkTo(target(4, 0)).orElseThrow();
    network
        .cluster()
        .apply(
            TestNetwork.operator(4),
            new ContractCall.UpdateNodeOperatorData(
                TestNetwork.operator(4), Bytes.utf8("unreadable")));

    follow();

    assertEquals(8, transport.dialled().size());
    assertFalse(kept.isClosed());
    assertTrue(gone.isClosed());
    assertFalse(links.isReachable(4));
  }

  @Test
  void nodesListedAtOurPublicAddressAreDialledOnThisMachine() {
    Ipv4Address here = TestNetwork.node(0, 0).address();

    linksWith(new NodeAddresses(Optional.of(here))).onView(network.view(), Optional.empty());

    assertEquals(
        2,
        transport.dialled().stream()
            .filter(link -> link.target().address().getAddress().isLoopbackAddress())
            .count());
  }

  @Test
  void closingClosesEveryLink() {
    follow();

    links.close();

    assertTrue(transport.dialled().stream().allMatch(FakeLink::isClosed));
  }
}
