package network.wcn.app.node.service;

import static network.wcn.app.node.service.TestNetwork.IN_AN_HOUR;
import static network.wcn.app.node.service.TestNetwork.NAMESPACE;
import static network.wcn.app.node.service.TestNetwork.VERSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.RequestLimits;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.Admission;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.storage.StorageCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoordinatorServiceTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Bytes VALUE = Bytes.utf8("value");
  private static final Operation.Get GET = new Operation.Get(NAMESPACE, KEY);
  private static final Operation.Set SET =
      new Operation.Set(NAMESPACE, KEY, VALUE, IN_AN_HOUR, VERSION);
  private static final StorageResponse DONE = StorageResponse.of(Answer.Done.INSTANCE);

  private final TestNetwork network = new TestNetwork();
  private final FakeReplicas replicas = new FakeReplicas();
  private final Timer timer = new Timer();
  private final CoordinatorService service =
      new CoordinatorService(
          network::view,
          replicas,
          RequestLimits.DEFAULT,
          timer,
          TestNetwork.CLOCK,
          Ticker.system(),
          Metrics.none());

  @AfterEach
  void close() {
    timer.close();
  }

  private RecordedCall serve(RecordedCall call) {
    service.serve(call);
    return call;
  }

  private StorageResponse ask(Operation operation) {
    return serve(RecordedCall.ofClient(operation)).response();
  }

  private Refusal refusalOf(Operation operation) {
    return assertInstanceOf(StorageResponse.Refused.class, ask(operation)).refusal();
  }

  @Test
  void whatWasSetIsFound() {
    assertEquals(DONE, ask(SET));

    assertEquals(
        StorageResponse.of(
            new Answer.Found(Optional.of(new LiveRecord(VALUE, IN_AN_HOUR, VERSION)))),
        ask(GET));
  }

  @Test
  void twoUnreachableReplicasDoNotBlockAnything() {
    replicas.cutOff(1);
    replicas.cutOff(3);

    assertEquals(DONE, ask(SET));
    assertInstanceOf(StorageResponse.Succeeded.class, ask(GET));
  }

  @Test
  void withoutAMajorityTheNetworkIsRefusedAtOnce() {
    replicas.cutOff(1);
    replicas.cutOff(2);
    replicas.cutOff(3);

    assertTrue(refusalOf(SET).isNetwork());
    assertTrue(refusalOf(GET).isNetwork());
  }

  @Test
  void replicasAreAskedWithTheKeyspaceVersionOfTheViewWhateverTheClientSays() {
    StorageRequest request = new StorageRequest(SET, OptionalLong.of(77), Optional.empty());

    serve(RecordedCall.of(TestNetwork.CLIENT, request));

    assertEquals(5, replicas.asked().size());
    replicas.asked().forEach(asked -> assertEquals(OptionalLong.of(0), asked.keyspaceVersion()));
  }

  @Test
  void whatAClientWritesBehindItsRequestMeansNothing() {
    StorageRequest request =
        new StorageRequest(
            GET,
            OptionalLong.empty(),
            Optional.of(new RequestTrailer.Read(RequestTrailer.Detail.FULL, 0)));

    StorageResponse.Succeeded answer =
        assertInstanceOf(
            StorageResponse.Succeeded.class,
            serve(RecordedCall.of(TestNetwork.CLIENT, request)).response());

    assertEquals(Optional.empty(), answer.evidence());
  }

  @Test
  void aNamespaceThatTheClientMayNotUseIsUnauthorized() {
    Namespace other = new Namespace(NAMESPACE.operator(), 1);

    assertEquals(Refusal.unauthorized(), refusalOf(new Operation.Get(other, KEY)));
    assertEquals(List.of(), replicas.asked());
  }

  @Test
  void aWriteOutsideTheLimitsIsRefusedAtTheDoor() {
    Operation forEver = new Operation.Set(NAMESPACE, KEY, VALUE, new Expiration(-1L), VERSION);

    assertTrue(refusalOf(forEver).isInvalid());
    assertEquals(List.of(), replicas.asked());
  }

  @Test
  void aRequestThatCannotBeReadHasNoAnswer() {
    RecordedCall call =
        serve(
            new RecordedCall(
                TestNetwork.CLIENT, StorageMethod.GET, Bytes.empty(), TestNetwork.soon()));

    assertEquals(List.of(Optional.empty()), call.ends());
  }

  @Test
  void aRequestThatNobodyWaitsForIsDropped() {
    RecordedCall call =
        serve(
            new RecordedCall(
                TestNetwork.CLIENT,
                StorageMethod.GET,
                StorageCodec.encodeRequest(StorageRequest.ofClient(GET)),
                Deadline.after(Ticker.system(), Duration.ofSeconds(-1))));

    assertEquals(List.of(Optional.empty()), call.ends());
    assertEquals(List.of(), replicas.asked());
  }

  @Test
  void theAnswerComesWithTheMajorityAndOnlyOnce() {
    replicas.silence(1);
    replicas.silence(2);
    replicas.silence(3);
    RecordedCall call = serve(RecordedCall.ofClient(SET));
    assertEquals(List.of(), call.ends());

    replicas.unanswered().getFirst().accept(new ReplicaReply.Answered(DONE));
    assertEquals(DONE, call.response());

    replicas.unanswered().get(1).accept(new ReplicaReply.Answered(DONE));
    replicas.unanswered().get(2).accept(new ReplicaReply.Answered(DONE));
    assertEquals(1, call.ends().size());
  }

  @Test
  void aLaggingReplicaIsRepairedByARead() {
    replicas.cutOff(4);
    ask(SET);
    FakeReplicas healed = new FakeReplicas();
    CoordinatorService reading =
        new CoordinatorService(
            network::view,
            healed,
            RequestLimits.DEFAULT,
            timer,
            TestNetwork.CLOCK,
            Ticker.system(),
            Metrics.none());
    for (int slot = 0; slot < 4; slot++) {
      healed
          .store(slot)
          .apply(
              List.of(
                  new network.wcn.port.storage.Merge(
                      SET.recordKey(), SET.incoming().orElseThrow())));
    }

    reading.serve(RecordedCall.ofClient(GET));

    assertEquals(SET.incoming(), healed.store(4).read(SET.recordKey()));
  }

  @Test
  void onlyClientsMayConnect() {
    InetAddress anywhere = InetAddress.getLoopbackAddress();

    assertEquals(Admission.Accepted.INSTANCE, service.admit(TestNetwork.CLIENT, anywhere));
    assertEquals(new Admission.Rejected(1), service.admit(TestNetwork.peer(0, 0), anywhere));
  }
}
