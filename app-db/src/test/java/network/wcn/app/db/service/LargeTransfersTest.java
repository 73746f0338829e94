package network.wcn.app.db.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFigure;
import network.wcn.port.time.Ticker;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a transfer holds at once does not depend on how much it moves. */
class LargeTransfersTest {
  private static final int BATCHES_HELD = 3;
  private static final int BATCH_RECORDS = 512;
  private static final int BATCH_BYTES = 2 << 20;

  private final CountingStore store = new CountingStore();
  private final GroupCommitter committer =
      new GroupCommitter(
          store, new GroupCommitter.Bounds(64, 16 << 20), Ticker.system(), Metrics.none());
  private final BulkTransfers transfers =
      new BulkTransfers(new DataExport(store), new DataImport(committer));

  @AfterEach
  void close() {
    committer.close();
  }

  private static StoredRecord record(int payloadBytes) {
    return StoredRecord.value(
        Bytes.wrap(new byte[payloadBytes]), Samples.IN_AN_HOUR, Samples.VERSION);
  }

  /** A store that makes records as they are read, forgets those that are written, and counts. */
  private static final class CountingStore implements RecordStore {
    private int records;
    private int payloadBytes;
    private final AtomicLong exported = new AtomicLong();
    private final AtomicLong merged = new AtomicLong();
    private boolean isCursorClosed;

    @Override
    public int longestKeyBytes() {
      return 1_000;
    }

    @Override
    public List<MergeResult> apply(List<Merge> merges) {
      merged.addAndGet(merges.size());
      return merges.stream().<MergeResult>map(_ -> MergeResult.Stored.INSTANCE).toList();
    }

    @Override
    public ExportCursor export(PositionRange range) {
      return new ExportCursor() {
        @Override
        public Optional<ExportedRecord> next() {
          if (exported.get() == records) {
            return Optional.empty();
          }
          long number = exported.incrementAndGet();
          return Optional.of(new ExportedRecord(Samples.key("k" + number), record(payloadBytes)));
        }

        @Override
        public void close() {
          isCursorClosed = true;
        }
      };
    }

    @Override
    public Optional<StoredRecord> read(RecordKey key) {
      return Optional.empty();
    }

    @Override
    public Optional<RecordHeader> readHeader(RecordKey key) {
      return Optional.empty();
    }

    @Override
    public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {}

    @Override
    public void purge() {}

    @Override
    public void probe() {}

    @Override
    public void checkBackground() {}

    @Override
    public List<StoreFigure> figures() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  /** A stream of which the test makes and takes the frames one by one. */
  private abstract static class Frames implements FrameStream {
    private boolean isFinished;

    @Override
    public boolean canSend() {
      return !isFinished;
    }

    @Override
    public void finish() {
      isFinished = true;
    }

    @Override
    public void close() {}
  }

  private void serve(RpcMethod method, Frames stream) {
    transfers.serve(new InboundStream(RecordedCall.PEER, method, stream));
    assertTrue(stream.isFinished);
  }

  @ParameterizedTest
  @CsvSource({"10,100", "200000,100", "2000,1000000"})
  void anExportReadsNoRecordBeforeTheOneBeforeItIsTaken(int records, int payloadBytes) {
    store.records = records;
    store.payloadBytes = payloadBytes;
    long[] taken = {0};
    long[] mostHeld = {0};
    serve(
        StorageMethod.READ_DATA,
        new Frames() {
          @Override
          public Optional<Bytes> receive() {
            return Optional.of(DataTransferCodec.encodeRequest(new ReadDataRequest(0, -1, 1)));
          }

          @Override
          public void send(Bytes frame) {
            boolean isRecord = store.exported.get() > taken[0];
            mostHeld[0] = Math.max(mostHeld[0], store.exported.get() - taken[0]);
            taken[0] += isRecord ? 1 : 0;
          }
        });
    assertEquals(records, taken[0]);
    assertEquals(1, mostHeld[0]);
    assertTrue(store.isCursorClosed);
  }

  @ParameterizedTest
  @CsvSource({"10,100", "200000,100", "2000,1000000"})
  void anImportMergesWhatItHoldsBeforeItTakesMore(int records, int payloadBytes) {
    long[] given = {0};
    long[] mostHeld = {0};
    serve(
        StorageMethod.WRITE_DATA,
        new Frames() {
          @Override
          public Optional<Bytes> receive() {
            mostHeld[0] = Math.max(mostHeld[0], given[0] - store.merged.get());
            DataItem next =
                given[0] == records ? new DataItem.Done(records) : frame(given[0], payloadBytes);
            given[0] += given[0] == records ? 0 : 1;
            return Optional.of(DataTransferCodec.encodeItem(next));
          }

          @Override
          public void send(Bytes outcome) {
            assertEquals(Optional.empty(), DataTransferCodec.decodeOutcome(outcome));
          }
        });
    assertEquals(records, store.merged.get());
    long mostInBatch = Math.min(BATCH_RECORDS, BATCH_BYTES / payloadBytes + 1);
    assertTrue(mostHeld[0] <= BATCHES_HELD * mostInBatch, "held " + mostHeld[0]);
  }

  private static DataItem frame(long number, int payloadBytes) {
    return DataItem.Frame.of(Samples.key("k" + number), record(payloadBytes));
  }
}
