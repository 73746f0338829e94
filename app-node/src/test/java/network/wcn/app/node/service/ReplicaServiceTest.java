package network.wcn.app.node.service;

import static network.wcn.app.node.service.TestNetwork.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;

class ReplicaServiceTest {
  private static final PeerId NODE = TestNetwork.peer(3, 1);
  private static final Operation.Get GET = new Operation.Get(NAMESPACE, Bytes.utf8("k"));

  private final TestNetwork network = new TestNetwork();
  private final FakeLink database =
      new FakeLink(
          new LinkTarget(
              TestNetwork.peer(50, 0), InetSocketAddress.createUnresolved("db", 1), Api.DATABASE));
  private final ReplicaService service =
      new ReplicaService(
          network::view,
          new OwnDatabase(database, Ticker.system()),
          new DataRelay(
              network::view,
              database,
              new TransferPace("tx", () -> 0, Ticker.system(), Metrics.none()),
              TestNetwork.CLOCK,
              Ticker.system()),
          TestNetwork.CLOCK,
          Ticker.system());

  private static StorageRequest request(OptionalLong keyspaceVersion) {
    return new StorageRequest(GET, keyspaceVersion, Optional.empty());
  }

  private RecordedCall serve(RecordedCall call) {
    service.serve(call);
    return call;
  }

  private static Refusal refusalOf(RecordedCall call) {
    return assertInstanceOf(StorageResponse.Refused.class, call.response()).refusal();
  }

  @Test
  void theRequestGoesToOurDatabaseByteForByteAndTheAnswerBack() {
    RecordedCall call = serve(RecordedCall.of(NODE, request(OptionalLong.of(0))));

    FakeLink.Call passedOn = database.calls().getFirst();
    assertEquals(call.request(), passedOn.request());
    assertEquals(StorageMethod.GET, passedOn.method());
    Bytes answer = Bytes.utf8("whatever the database says");
    passedOn.answer(answer);

    assertEquals(List.of(Optional.of(answer)), call.ends());
  }

  @Test
  void anotherKeyspaceVersionIsAMismatch() {
    assertEquals(
        Refusal.keyspaceVersionMismatch(),
        refusalOf(serve(RecordedCall.of(NODE, request(OptionalLong.of(1))))));
    assertEquals(
        Refusal.keyspaceVersionMismatch(),
        refusalOf(serve(RecordedCall.of(NODE, request(OptionalLong.empty())))));
    assertEquals(List.of(), database.calls());
  }

  @Test
  void whoIsNoNodeAnyMoreIsUnauthorized() {
    assertEquals(
        Refusal.unauthorized(),
        refusalOf(serve(RecordedCall.of(TestNetwork.CLIENT, request(OptionalLong.of(0))))));
  }

  @Test
  void onlyNodesMayConnect() {
    InetAddress anywhere = InetAddress.getLoopbackAddress();

    assertEquals(Admission.Accepted.INSTANCE, service.admit(NODE, anywhere));
    assertEquals(new Admission.Rejected(1), service.admit(TestNetwork.CLIENT, anywhere));
  }

  @Test
  void aDatabaseThatCannotBeReachedIsTheNetworksFault() {
    database.setOpen(false);

    assertTrue(refusalOf(serve(RecordedCall.of(NODE, request(OptionalLong.of(0))))).isNetwork());
  }

  @Test
  void aDatabaseThatFailsIsTheNetworksFault() {
    RecordedCall call = serve(RecordedCall.of(NODE, request(OptionalLong.of(0))));
    database.calls().getFirst().fail(LinkFault.Kind.TIMEOUT);

    assertTrue(refusalOf(call).isNetwork());
  }

  @Test
  void aRequestThatCannotBeReadHasNoAnswer() {
    RecordedCall call =
        serve(new RecordedCall(NODE, StorageMethod.GET, Bytes.empty(), TestNetwork.soon()));

    assertEquals(List.of(Optional.empty()), call.ends());
  }
}
