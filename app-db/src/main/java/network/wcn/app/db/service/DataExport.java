package network.wcn.app.db.service;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import network.wcn.wire.storage.ReadDataRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code read_data}: every stored record of a range, dead ones included, in stored form.
 *
 * @see "protocol/wire.md sections 5 and 7"
 */
final class DataExport {
  private static final Logger log = LoggerFactory.getLogger(DataExport.class);

  private final RecordStore store;

  DataExport(RecordStore store) {
    this.store = store;
  }

  /** Reads the request from {@code frames} and answers it; throws what the stream throws. */
  void serve(FrameStream frames) {
    Optional<Bytes> frame = frames.receive();
    if (frame.isEmpty()) {
      return;
    }
    ReadDataRequest request;
    try {
      request = DataTransferCodec.decodeRequest(frame.get());
    } catch (MalformedMessage _) {
      return;
    }
    send(frames, ReadDataMessage.Accepted.INSTANCE);
    try {
      long count = request.isEmpty() ? 0 : sendRecords(frames, request);
      send(frames, new ReadDataMessage.Item(new DataItem.Done(count)));
    } catch (StoreFault fault) {
      log.atError().addKeyValue("kind", fault.kind()).setCause(fault).log("An export failed");
      send(frames, new ReadDataMessage.Failed(StoreRefusals.of(fault)));
    }
    frames.finish();
  }

  private long sendRecords(FrameStream frames, ReadDataRequest request) {
    long count = 0;
    try (ExportCursor cursor = store.export(new PositionRange(request.first(), request.last()))) {
      for (Optional<ExportedRecord> next = cursor.next(); next.isPresent(); next = cursor.next()) {
        send(
            frames,
            new ReadDataMessage.Item(DataItem.Frame.of(next.get().key(), next.get().record())));
        count++;
      }
    }
    return count;
  }

  private static void send(FrameStream frames, ReadDataMessage message) {
    frames.send(DataTransferCodec.encodeMessage(message));
  }
}
