package network.wcn.app.db.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;
import network.wcn.tck.rpc.QueuedFrames;
import network.wcn.tck.storage.FakeDisk;
import network.wcn.tck.storage.FakeRecordStore;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import network.wcn.wire.storage.ReadDataRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkTransfersTest {
  private static final ReadDataRequest EVERYTHING = new ReadDataRequest(0, -1L, 1);
  private static final RecordKey FIELD =
      new RecordKey.Field(Samples.NAMESPACE, Bytes.utf8("map"), Bytes.utf8("field"));

  private final FakeRecordStore source = new FakeRecordStore(new FakeDisk(), Samples.CLOCK);
  private final FakeRecordStore target = new FakeRecordStore(new FakeDisk(), Samples.CLOCK);
  private final GroupCommitter committer =
      new GroupCommitter(
          target, new GroupCommitter.Bounds(64, 1 << 20), Ticker.system(), Metrics.none());
  private final BulkTransfers transfers =
      new BulkTransfers(new DataExport(source), new DataImport(committer));

  @AfterEach
  void close() {
    committer.close();
  }

  private QueuedFrames serve(RpcMethod method, List<Bytes> frames) {
    QueuedFrames stream = new QueuedFrames(frames);
    transfers.serve(new InboundStream(RecordedCall.PEER, method, stream));
    assertTrue(stream.isClosed());
    return stream;
  }

  private List<ReadDataMessage> export(ReadDataRequest request) {
    QueuedFrames stream =
        serve(StorageMethod.READ_DATA, List.of(DataTransferCodec.encodeRequest(request)));
    assertTrue(stream.isFinished());
    return stream.sent().stream().map(DataTransferCodec::decodeMessage).toList();
  }

  private Optional<Refusal> importing(List<DataItem> items) {
    List<Bytes> frames = items.stream().map(DataTransferCodec::encodeItem).toList();
    QueuedFrames stream = serve(StorageMethod.WRITE_DATA, frames);
    assertTrue(stream.isFinished());
    assertEquals(1, stream.sent().size());
    return DataTransferCodec.decodeOutcome(stream.sent().getFirst());
  }

  private List<DataItem> exportedItems() {
    List<DataItem> items = new ArrayList<>();
    for (ReadDataMessage message : export(EVERYTHING)) {
      if (message instanceof ReadDataMessage.Item(DataItem item)) {
        items.add(item);
      }
    }
    return items;
  }

  private void fillSource(int count) {
    source.apply(
        IntStream.range(0, count).mapToObj(i -> Samples.write("k" + i, "value " + i)).toList());
    source.apply(List.of(new Merge(FIELD, StoredRecord.tombstone(Samples.VERSION))));
  }

  @Test
  void everythingTravelsFromOneDatabaseToAnother() {
    fillSource(3000);

    assertEquals(Optional.empty(), importing(exportedItems()));

    for (int i = 0; i < 3000; i++) {
      RecordKey key = Samples.key("k" + i);
      assertEquals(source.read(key), target.read(key));
    }
    assertEquals(source.read(FIELD), target.read(FIELD));
  }

  @Test
  void anExportBeginsWithAcceptanceAndEndsWithACount() {
    fillSource(2);

    List<ReadDataMessage> messages = export(EVERYTHING);

    assertEquals(ReadDataMessage.Accepted.INSTANCE, messages.getFirst());
    assertEquals(new ReadDataMessage.Item(new DataItem.Done(3)), messages.getLast());
    assertEquals(5, messages.size());
  }

  @Test
  void aRangeThatEndsBeforeItStartsHoldsNothing() {
    fillSource(2);

    assertEquals(
        List.of(ReadDataMessage.Accepted.INSTANCE, new ReadDataMessage.Item(new DataItem.Done(0))),
        export(new ReadDataRequest(5, 4, 1)));
  }

  @Test
  void anEngineThatFailsEndsTheExportWithAnError() {
    source.failNext(StoreFault.Kind.CORRUPT);

    assertInstanceOf(ReadDataMessage.Failed.class, export(EVERYTHING).getLast());
  }

  @Test
  void aTransferWithoutItsEndIsAnErrorThatKeepsWholeBatches() {
    fillSource(1500);
    List<DataItem> cut = exportedItems();
    cut.removeLast();

    assertTrue(importing(cut).isPresent());

    long kept =
        IntStream.range(0, 1500).filter(i -> target.read(Samples.key("k" + i)).isPresent()).count();
    assertEquals(1024, kept);
  }

  @Test
  void aWrongCountIsAnError() {
    fillSource(3);
    List<DataItem> items = exportedItems();
    items.set(items.size() - 1, new DataItem.Done(5));

    assertEquals(
        Optional.of(Refusal.internal("Done announces 5 frames, 4 came")), importing(items));
  }

  @Test
  void aDamagedValueIsAnErrorThatSaysWhere() {
    fillSource(1);
    List<DataItem> items = exportedItems();
    DataItem.Frame first = (DataItem.Frame) items.getFirst();
    items.set(1, new DataItem.Frame(first.type(), first.key(), Bytes.of(new byte[] {9})));

    String message = importing(items).orElseThrow().message().orElseThrow();

    assertTrue(message.startsWith("frame 1 is damaged: "), message);
  }

  @Test
  void aDamagedRequestHasNoAnswer() {
    QueuedFrames stream = serve(StorageMethod.READ_DATA, List.of(Bytes.empty()));

    assertEquals(List.of(), stream.sent());
  }
}
