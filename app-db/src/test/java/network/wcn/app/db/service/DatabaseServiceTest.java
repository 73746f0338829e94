package network.wcn.app.db.service;

import static network.wcn.app.db.service.Samples.IN_AN_HOUR;
import static network.wcn.app.db.service.Samples.NAMESPACE;
import static network.wcn.app.db.service.Samples.NOW_SECONDS;
import static network.wcn.app.db.service.Samples.VERSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.Evidence;
import network.wcn.domain.replication.PageLimits;
import network.wcn.domain.replication.RequestLimits;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.StorageReads;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.Admission;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.tck.storage.FakeDisk;
import network.wcn.tck.storage.FakeRecordStore;
import network.wcn.wire.storage.StorageCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseServiceTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Bytes VALUE = Bytes.utf8("value");
  private static final Operation.Get GET = new Operation.Get(NAMESPACE, KEY);
  private static final Operation.Set SET =
      new Operation.Set(NAMESPACE, KEY, VALUE, IN_AN_HOUR, VERSION);

  private final FakeRecordStore store = new FakeRecordStore(new FakeDisk(), Samples.CLOCK);
  private final PrometheusMetrics metrics = new PrometheusMetrics(Ticker.system());
  private final ReaderThreads readers = new ReaderThreads(2, 16, Ticker.system(), metrics);
  private final GroupCommitter committer =
      new GroupCommitter(store, new GroupCommitter.Bounds(16, 1 << 24), Ticker.system(), metrics);
  private final DatabaseService service = serviceFor(new AllowedPeers(Set.of()));

  private DatabaseService serviceFor(AllowedPeers allowed) {
    return serviceWith(allowed, NotInMemory.READER);
  }

  private DatabaseService serviceWith(AllowedPeers allowed, RecordReader inMemory) {
    return new DatabaseService(
        allowed,
        RequestLimits.DEFAULT,
        new StorageReads(store, PageLimits.DEFAULT),
        new StorageReads(inMemory, PageLimits.DEFAULT),
        readers,
        committer,
        new BulkTransfers(new DataExport(store), new DataImport(committer)),
        Samples.CLOCK,
        Ticker.system(),
        metrics);
  }

  @AfterEach
  void close() {
    committer.close();
    readers.close();
  }

  private Optional<Bytes> serve(RpcMethod method, Bytes request, Deadline deadline) {
    RecordedCall call = new RecordedCall(method, request, deadline);
    service.serve(call);
    return call.awaitEnd();
  }

  private StorageResponse ask(StorageRequest request) {
    RpcMethod method = StorageCodec.method(request.operation());
    Bytes answer = serve(method, StorageCodec.encodeRequest(request), Samples.soon()).orElseThrow();
    return StorageCodec.decodeResponse(method, answer);
  }

  private StorageResponse ask(Operation operation) {
    return ask(StorageRequest.ofClient(operation));
  }

  private static StorageRequest withTrailer(Operation operation, RequestTrailer trailer) {
    return new StorageRequest(operation, OptionalLong.empty(), Optional.of(trailer));
  }

  private Refusal refusalOf(Operation operation) {
    return assertInstanceOf(StorageResponse.Refused.class, ask(operation)).refusal();
  }

  @Test
  void whatWasSetIsFound() {
    assertEquals(StorageResponse.of(Answer.Done.INSTANCE), ask(SET));

    assertEquals(
        StorageResponse.of(
            new Answer.Found(Optional.of(new LiveRecord(VALUE, IN_AN_HOUR, VERSION)))),
        ask(GET));
  }

  @Test
  void whatIsInMemoryIsAnsweredWithoutAReader() {
    ask(SET);
    DatabaseService quick = serviceWith(new AllowedPeers(Set.of()), store);
    readers.close();
    RecordedCall call =
        new RecordedCall(
            StorageMethod.GET,
            StorageCodec.encodeRequest(StorageRequest.ofClient(GET)),
            Samples.soon());

    quick.serve(call);

    assertEquals(
        StorageResponse.of(
            new Answer.Found(Optional.of(new LiveRecord(VALUE, IN_AN_HOUR, VERSION)))),
        StorageCodec.decodeResponse(StorageMethod.GET, call.awaitEnd().orElseThrow()));
  }

  @Test
  void anOlderWriteIsAnsweredAndHasNoEffect() {
    ask(SET);
    RecordVersion older = new RecordVersion(VERSION.micros() - 1);

    assertEquals(
        StorageResponse.of(Answer.Done.INSTANCE), ask(new Operation.Del(NAMESPACE, KEY, older)));

    assertTrue(store.read(SET.recordKey()).orElseThrow().isLive(NOW_SECONDS));
  }

  @Test
  void aWriteOfVersionZeroIsAnsweredAndHasNoEffect() {
    assertEquals(
        StorageResponse.of(Answer.Done.INSTANCE),
        ask(new Operation.Del(NAMESPACE, KEY, RecordVersion.NONE)));

    assertEquals(Optional.empty(), store.read(SET.recordKey()));
  }

  @Test
  void aWriteBackKeepsBothRegisters() {
    RecordHeader both =
        new RecordHeader(
            PayloadKind.VALUE, new RecordVersion(VERSION.micros() - 5), IN_AN_HOUR, VERSION);

    ask(withTrailer(SET, new RequestTrailer.Repair(both)));

    assertEquals(both, store.read(SET.recordKey()).orElseThrow().header());
  }

  @Test
  void evidenceComesOnlyWhenAskedFor() {
    ask(SET);
    RequestTrailer asked = new RequestTrailer.Read(RequestTrailer.Detail.FULL, NOW_SECONDS);

    StorageResponse.Succeeded plain = assertInstanceOf(StorageResponse.Succeeded.class, ask(GET));
    StorageResponse.Succeeded full =
        assertInstanceOf(StorageResponse.Succeeded.class, ask(withTrailer(GET, asked)));

    assertEquals(Optional.empty(), plain.evidence());
    assertInstanceOf(Evidence.OfRecord.class, full.evidence().orElseThrow());
    assertEquals(plain.answer(), full.answer());
  }

  @Test
  void theCallersSecondDecidesWhatIsAlive() {
    ask(SET);
    RequestTrailer later =
        new RequestTrailer.Read(RequestTrailer.Detail.FULL, IN_AN_HOUR.unixSeconds());

    StorageResponse.Succeeded answer =
        assertInstanceOf(StorageResponse.Succeeded.class, ask(withTrailer(GET, later)));

    assertEquals(new Answer.Found(Optional.empty()), answer.answer());
  }

  @Test
  void aRecordMayNotLiveForEver() {
    Expiration never = new Expiration(-1L);

    assertTrue(refusalOf(new Operation.Set(NAMESPACE, KEY, VALUE, never, VERSION)).isInvalid());
  }

  @Test
  void aVersionFromTheFutureIsRefused() {
    RecordVersion future = new RecordVersion((NOW_SECONDS + 3600) * 1_000_000);

    assertTrue(refusalOf(new Operation.Del(NAMESPACE, KEY, future)).isInvalid());
  }

  @Test
  void aKeyThatTheEngineCannotHoldIsRefused() {
    Bytes longKey = Bytes.wrap(new byte[FakeRecordStore.LONGEST_KEY_BYTES + 1]);

    assertTrue(
        refusalOf(new Operation.Set(NAMESPACE, longKey, VALUE, IN_AN_HOUR, VERSION)).isInvalid());
  }

  @Test
  void aRequestThatCannotBeReadHasNoAnswer() {
    assertEquals(Optional.empty(), serve(StorageMethod.GET, Bytes.of(new byte[3]), Samples.soon()));
  }

  @Test
  void aReadThatNobodyWaitsForIsDropped() {
    Bytes request = StorageCodec.encodeRequest(StorageRequest.ofClient(GET));

    assertEquals(Optional.empty(), serve(StorageMethod.GET, request, Samples.passed()));

    assertTrue(
        metrics
            .text()
            .contains(
                "futures_cancelled_count{op_name=\"get\",future_name=\"storage_operation\"} 1\n"));
  }

  @Test
  void aWriteThatNobodyWaitsForIsDropped() {
    Bytes request = StorageCodec.encodeRequest(StorageRequest.ofClient(SET));

    assertEquals(Optional.empty(), serve(StorageMethod.SET, request, Samples.passed()));

    assertEquals(Optional.empty(), store.read(SET.recordKey()));
  }

  @Test
  void aFaultOfTheEngineIsARefusal() {
    store.failNext(StoreFault.Kind.IO);

    assertEquals(Refusal.internal("the database's disk fails"), refusalOf(GET));
  }

  @Test
  void operationsAreCountedUnderTheReferencesNames() {
    ask(new Operation.HGetExp(NAMESPACE, KEY, VALUE));

    String name = "{op_name=\"hget_exp\",future_name=\"storage_operation\"}";
    assertTrue(metrics.text().contains("futures_finished_count" + name + " 1\n"));
    assertTrue(metrics.text().contains("future_duration_count" + name + " 1\n"));
    assertTrue(metrics.text().contains("op_name=\"hset_exp\""));
    assertTrue(metrics.text().contains("op_name=\"set_exp\""));
    assertTrue(metrics.text().contains("op_name=\"hcard\""));
    assertTrue(metrics.text().contains("op_name=\"read_data\""));
  }

  @Test
  void everyoneMayConnectUnlessSomeoneIsNamed() {
    DatabaseService forOthers =
        serviceFor(
            new AllowedPeers(
                Set.of(
                    network.wcn.domain.identity.PeerId.ofEd25519(Bytes.fromHex("01".repeat(32))))));
    InetAddress address = InetAddress.getLoopbackAddress();

    assertEquals(Admission.Accepted.INSTANCE, service.admit(RecordedCall.PEER, address));
    assertEquals(new Admission.Rejected(1), forOthers.admit(RecordedCall.PEER, address));
  }
}
