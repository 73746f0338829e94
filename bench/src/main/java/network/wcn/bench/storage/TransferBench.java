package network.wcn.bench.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.operation.Refusal;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import network.wcn.wire.storage.ReadDataRequest;

/** Moves all records into a database, out of it, and from one into another, as a node does. */
final class TransferBench implements AutoCloseable {
  private static final Ticker TICKER = Ticker.system();
  private static final double GOAL_MEGABYTES_PER_SECOND = 60;
  private static final String DATABASE = "database";
  private static final ReadDataRequest EVERYTHING = new ReadDataRequest(0, -1L, 0);

  private final Links links = new Links();

  /** What went through, counted as keys and values. */
  private static final class Tally {
    private final long begun = TICKER.nanos();
    private long frames;
    private long bytes;

    void add(DataItem.Frame frame) {
      frames++;
      bytes += frame.key().size() + frame.value().size();
    }

    Figure figure(String subject, String operation) {
      double seconds = (TICKER.nanos() - begun) / 1e9;
      return Figure.alone(subject, operation, 1, new Outcome(frames / seconds, 0, 0, 0))
          .moving(bytes / seconds);
    }
  }

  private FrameStream open(LinkTarget target, RpcMethod method) throws IOException {
    RpcLink link = links.forBulk(target);
    return link.open(method, Deadline.after(TICKER, Duration.ofSeconds(10)));
  }

  /** Stores {@code data} in a database. */
  Figure fill(LinkTarget target, ServedData data) throws IOException {
    Tally tally = new Tally();
    try (FrameStream out = open(target, StorageMethod.WRITE_DATA)) {
      for (int i = 0; i < data.items(); i++) {
        DataItem.Frame frame = data.item(i);
        out.send(DataTransferCodec.encodeItem(frame));
        tally.add(frame);
      }
      end(out, tally);
    }
    return tally.figure(DATABASE, "write_data");
  }

  /** Reads all of a database. */
  Figure read(LinkTarget source) throws IOException {
    Tally tally = new Tally();
    pull(source, tally, _ -> {});
    return tally.figure(DATABASE, "read_data");
  }

  /** Copies all of a database into another. */
  Figure copy(LinkTarget source, LinkTarget target) throws IOException {
    Tally tally = new Tally();
    try (FrameStream out = open(target, StorageMethod.WRITE_DATA)) {
      pull(source, tally, frame -> out.send(DataTransferCodec.encodeItem(frame)));
      end(out, tally);
    }
    return tally
        .figure("database to database", "read_data to write_data")
        .aimingAt(GOAL_MEGABYTES_PER_SECOND);
  }

  private void pull(LinkTarget source, Tally tally, Consumer<DataItem.Frame> taker)
      throws IOException {
    try (FrameStream in = open(source, StorageMethod.READ_DATA)) {
      in.send(DataTransferCodec.encodeRequest(EVERYTHING));
      in.finish();
      for (Optional<Bytes> next = in.receive(); next.isPresent(); next = in.receive()) {
        switch (DataTransferCodec.decodeMessage(next.get())) {
          case ReadDataMessage.Accepted _ -> {}
          case ReadDataMessage.Item(DataItem.Frame frame) -> {
            taker.accept(frame);
            tally.add(frame);
          }
          case ReadDataMessage.Item(DataItem.Done(long count)) -> {
            if (count == tally.frames) {
              return;
            }
            throw new IOException(tally.frames + " records came of " + count);
          }
          case ReadDataMessage.Refused(Refusal why) -> throw refused(why);
          case ReadDataMessage.Failed(Refusal why) -> throw refused(why);
        }
      }
    }
    throw new IOException("read_data ended without Done");
  }

  private static void end(FrameStream out, Tally tally) throws IOException {
    out.send(DataTransferCodec.encodeItem(new DataItem.Done(tally.frames)));
    out.finish();
    Bytes answer =
        out.receive().orElseThrow(() -> new IOException("write_data ended without an answer"));
    Optional<Refusal> refusal = DataTransferCodec.decodeOutcome(answer);
    if (refusal.isPresent()) {
      throw refused(refusal.get());
    }
  }

  private static IOException refused(Refusal why) {
    return new IOException("a transfer was refused: " + why);
  }

  @Override
  public void close() {
    links.close();
  }
}
