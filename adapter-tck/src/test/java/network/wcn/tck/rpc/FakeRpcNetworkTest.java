package network.wcn.tck.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;

class FakeRpcNetworkTest extends RpcContractFixture {
  private final FakeRpcNetwork network = new FakeRpcNetwork();

  @Override
  protected RpcTransport newTransport(SecretKey identity) {
    return network.transport(identity.peerId());
  }

  @Override
  protected Ticker ticker() {
    return network.ticker();
  }

  @Test
  void whatIsHeldBackArrivesInOrderOnRelease() {
    RpcLink link = openLink(serve(TestService.database()).port());
    network.hold();
    Heard first = call(link, StorageMethod.GET, Bytes.utf8("1"));
    Heard second = call(link, StorageMethod.GET, Bytes.utf8("2"));
    assertFalse(first.hasEnded());

    assertTrue(network.releaseOne());
    assertFalse(first.hasEnded(), "its answer waits behind the second request");
    network.release();

    assertEquals(Bytes.utf8("1"), first.answer());
    assertEquals(Bytes.utf8("2"), second.answer());
    assertFalse(network.releaseOne());
  }

  @Test
  void aPartitionSwallowsCallsUntilTheirDeadline() {
    TestService database = TestService.database().keepingCalls();
    RpcLink link = openLink(serve(database).port());
    Heard caught = call(link, StorageMethod.GET, Bytes.empty(), Duration.ofSeconds(1));
    network.partition(SERVER_KEY.peerId());

    database.nextKept().answer(Bytes.utf8("lost"));

    assertFalse(link.isOpen());
    assertFalse(caught.hasEnded());
    network.advance(Duration.ofSeconds(1));
    assertEquals(LinkFault.Kind.TIMEOUT, caught.fault().kind());
    network.heal();
    assertTrue(link.isOpen());
  }

  @Test
  void theNextCallFailsAsToldAndTheOneAfterDoesNot() {
    RpcLink link = openLink(serve(TestService.database()).port());
    network.failNext(LinkFault.Kind.IO);

    assertEquals(LinkFault.Kind.IO, call(link, StorageMethod.GET, Bytes.empty()).fault().kind());
    assertEquals(Bytes.utf8("x"), answerTo(link, Bytes.utf8("x")));
  }
}
