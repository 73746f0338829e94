package network.wcn.app.db.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.LinkFault;
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

/** However a transfer breaks off, neither end takes it for a whole one. */
class InterruptedTransfersTest {
  private static final int RECORDS = 40;
  private static final Bytes REQUEST =
      DataTransferCodec.encodeRequest(new ReadDataRequest(0, -1L, 1));

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

  /** A stream on which something happens before a frame goes through, in either direction. */
  private static final class Interrupted implements FrameStream {
    private final QueuedFrames frames;
    private final int whole;
    private final Runnable trouble;
    private int through;

    Interrupted(List<Bytes> incoming, int whole, Runnable trouble) {
      frames = new QueuedFrames(incoming);
      this.whole = whole;
      this.trouble = trouble;
    }

    private void pass() {
      if (through++ == whole) {
        trouble.run();
      }
    }

    @Override
    public void send(Bytes frame) {
      pass();
      frames.send(frame);
    }

    @Override
    public Optional<Bytes> receive() {
      pass();
      return frames.receive();
    }

    @Override
    public boolean canSend() {
      return frames.canSend();
    }

    @Override
    public void finish() {
      frames.finish();
    }

    @Override
    public void close() {
      frames.close();
    }
  }

  private static void breakLink() {
    throw new LinkFault(LinkFault.Kind.CONNECTION, "cut by a test");
  }

  private QueuedFrames serve(RpcMethod method, List<Bytes> incoming, int whole, Runnable trouble) {
    Interrupted stream = new Interrupted(incoming, whole, trouble);
    transfers.serve(new InboundStream(RecordedCall.PEER, method, stream));
    assertTrue(stream.frames.isClosed());
    return stream.frames;
  }

  private static List<ReadDataMessage> messages(QueuedFrames stream) {
    return stream.sent().stream().map(DataTransferCodec::decodeMessage).toList();
  }

  private static boolean isDone(ReadDataMessage message) {
    return message instanceof ReadDataMessage.Item(DataItem.Done _);
  }

  private void fillSource() {
    source.apply(
        IntStream.range(0, RECORDS).mapToObj(i -> Samples.write("k" + i, "value " + i)).toList());
  }

  private List<Bytes> exported() {
    List<Bytes> items = new ArrayList<>();
    QueuedFrames whole = serve(StorageMethod.READ_DATA, List.of(REQUEST), -1, () -> {});
    for (ReadDataMessage message : messages(whole)) {
      if (message instanceof ReadDataMessage.Item(DataItem item)) {
        items.add(DataTransferCodec.encodeItem(item));
      }
    }
    return items;
  }

  @Test
  void aReaderWhoseLinkBreaksAnywhereIsNeverToldThatAllWasSent() {
    fillSource();
    // The request comes first; then go the acceptance, the records and the end.
    for (int whole = 0; whole <= RECORDS + 2; whole++) {
      QueuedFrames stream =
          serve(
              StorageMethod.READ_DATA,
              List.of(REQUEST),
              whole,
              InterruptedTransfersTest::breakLink);

      assertFalse(messages(stream).stream().anyMatch(InterruptedTransfersTest::isDone));
      assertFalse(stream.isFinished(), "after " + whole + " frames");
    }
  }

  @Test
  void aReaderHearsOfAnEngineThatFailsAtAnyRecordAndNotOfAnEnd() {
    fillSource();
    for (int whole = 1; whole <= RECORDS + 1; whole++) {
      QueuedFrames stream =
          serve(
              StorageMethod.READ_DATA,
              List.of(REQUEST),
              whole,
              () -> source.failNext(StoreFault.Kind.CORRUPT));

      List<ReadDataMessage> told = messages(stream);
      assertInstanceOf(ReadDataMessage.Failed.class, told.getLast(), "after " + whole + " frames");
      assertFalse(told.stream().anyMatch(InterruptedTransfersTest::isDone));
    }
  }

  @Test
  void aWriterWhoseLinkBreaksAnywhereHasNoAnswer() {
    fillSource();
    List<Bytes> items = exported();
    for (int whole = 0; whole <= items.size(); whole++) {
      QueuedFrames stream =
          serve(StorageMethod.WRITE_DATA, items, whole, InterruptedTransfersTest::breakLink);

      assertEquals(List.of(), stream.sent(), "after " + whole + " frames");
      assertFalse(stream.isFinished());
    }
  }

  @Test
  void aWriterThatEndsBeforeItsCountIsRefusedAndCanBeginAnew() {
    fillSource();
    List<Bytes> items = exported();
    for (int cut = 0; cut < items.size(); cut++) {
      QueuedFrames stream = serve(StorageMethod.WRITE_DATA, items.subList(0, cut), -1, () -> {});

      assertTrue(isRefused(stream), "after " + cut + " frames");
    }
    assertFalse(isRefused(serve(StorageMethod.WRITE_DATA, items, -1, () -> {})));
    for (int i = 0; i < RECORDS; i++) {
      RecordKey key = Samples.key("k" + i);
      assertEquals(source.read(key), target.read(key));
    }
  }

  @Test
  void aWriterHearsOfADiskThatIsFull() {
    fillSource();
    List<Bytes> items = exported();
    QueuedFrames stream =
        serve(
            StorageMethod.WRITE_DATA,
            items,
            items.size() - 1,
            () -> target.failNext(StoreFault.Kind.DISK_FULL));

    assertTrue(isRefused(stream));
  }

  /** Returns whether the only answer of a finished stream is a refusal. */
  private static boolean isRefused(QueuedFrames stream) {
    assertTrue(stream.isFinished());
    assertEquals(1, stream.sent().size());
    return DataTransferCodec.decodeOutcome(stream.sent().getFirst()).isPresent();
  }
}
