package network.wcn.app.db.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.storage.Merge;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;

/**
 * Serves {@code write_data}: merges the records of another database into ours.
 *
 * <p>Records are merged 512 at a time, while the next of them are received; a transfer that fails
 * has lost only the rest.
 *
 * @see "protocol/wire.md sections 5 and 7"
 */
final class DataImport {
  private static final int BATCH_FRAMES = 512;
  private static final int BATCH_BYTES = 2 << 20;
  private static final int MOST_UNDER_WAY = 2;

  private final GroupCommitter committer;

  DataImport(GroupCommitter committer) {
    this.committer = committer;
  }

  /** Merges all items of {@code frames} and answers; throws what the stream throws. */
  void serve(FrameStream frames) {
    Transfer transfer = new Transfer();
    Optional<Refusal> refusal;
    try {
      refusal = transfer.receive(frames);
    } finally {
      // However it ended, what was handed over is merged before anybody hears of it.
      transfer.awaitAll();
    }
    frames.send(DataTransferCodec.encodeOutcome(refusal));
    frames.finish();
  }

  /** One transfer under way. */
  private final class Transfer {
    private final List<Merge> batch = new ArrayList<>();
    private int batchBytes;
    private long frameCount;
    private final Queue<GroupCommitter.Together> underWay = new ArrayDeque<>();

    Optional<Refusal> receive(FrameStream frames) {
      while (true) {
        Optional<Bytes> payload = frames.receive();
        if (payload.isEmpty()) {
          return Optional.of(
              Refusal.internal("the transfer ended after " + frameCount + " frames without Done"));
        }
        DataItem item;
        try {
          item = DataTransferCodec.decodeItem(payload.get());
          if (item instanceof DataItem.Frame frame) {
            add(frame);
          }
        } catch (MalformedMessage malformed) {
          return Optional.of(
              Refusal.internal("frame " + frameCount + " is damaged: " + malformed.getMessage()));
        }
        if (item instanceof DataItem.Done done) {
          return done.frameCount() == frameCount
              ? flush().or(this::awaitAll)
              : Optional.of(
                  Refusal.internal(
                      "Done announces "
                          + Long.toUnsignedString(done.frameCount())
                          + " frames, "
                          + frameCount
                          + " came"));
        }
        if (batch.size() >= BATCH_FRAMES || batchBytes >= BATCH_BYTES) {
          Optional<Refusal> refusal = flush();
          if (refusal.isPresent()) {
            return refusal;
          }
        }
      }
    }

    private void add(DataItem.Frame frame) {
      RecordKey key = frame.recordKey();
      Optional<StoredRecord> record = frame.record();
      frameCount++;
      // A record of version 0 is older than nothing at all.
      record.ifPresent(r -> batch.add(new Merge(key, r)));
      batchBytes += frame.key().size() + frame.value().size();
    }

    /** Hands over what has come, once there is room. */
    private Optional<Refusal> flush() {
      Optional<Refusal> refusal = awaitAllBut(MOST_UNDER_WAY - 1);
      if (refusal.isEmpty()) {
        underWay.add(committer.submitAll(batch));
      }
      batch.clear();
      batchBytes = 0;
      return refusal;
    }

    Optional<Refusal> awaitAll() {
      return awaitAllBut(0);
    }

    private Optional<Refusal> awaitAllBut(int some) {
      Optional<Refusal> refusal = Optional.empty();
      while (underWay.size() > some) {
        Optional<Refusal> next = underWay.remove().await();
        refusal = refusal.or(() -> next);
      }
      return refusal;
    }
  }
}
