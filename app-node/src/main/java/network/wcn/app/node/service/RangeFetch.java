package network.wcn.app.node.service;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.domain.operation.Refusal;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import network.wcn.wire.storage.ReadDataRequest;

/**
 * Fetches ranges of shards: {@code read_data} of a source, frame by frame into {@code write_data}
 * of our own database, no faster than the pace and the slower end allow.
 *
 * <p>A range counts as fetched only when the source said that this was all and the database that
 * all of it is on stable storage. What came of a range that failed stays; it is merged by its
 * versions and does no harm. For virtual threads.
 */
final class RangeFetch {
  private static final Duration TIME_TO_BEGIN = Duration.ofSeconds(10);

  private final RpcLink database;
  private final long keyspaceVersion;
  private final TransferPace pace;
  private final ResyncTally tally;
  private final Ticker ticker;

  /** Why a source did not send a range. */
  private static final class SourceFailed extends Exception {
    private static final long serialVersionUID = 1L;

    SourceFailed(String message) {
      super(message);
    }
  }

  RangeFetch(
      RpcLink database, long keyspaceVersion, TransferPace pace, ResyncTally tally, Ticker ticker) {
    this.database = database;
    this.keyspaceVersion = keyspaceVersion;
    this.pace = pace;
    this.tally = tally;
    this.ticker = ticker;
  }

  /**
   * Fetches one range from one node.
   *
   * @return why it did not come, or nothing when all of it is stored
   * @throws ResyncFailed if our own database does not take it
   */
  Optional<String> fetch(RpcLink source, ResyncPlan.Range range) {
    try (FrameStream in = open(source, StorageMethod.READ_DATA)) {
      in.send(
          DataTransferCodec.encodeRequest(
              new ReadDataRequest(
                  range.first().firstPosition(), range.last().lastPosition(), keyspaceVersion)));
      in.finish();
      receive(in);
      return Optional.empty();
    } catch (SourceFailed e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (LinkFault e) {
      return Optional.of("the connection broke (" + e.kind().metricName() + ")");
    } catch (MalformedMessage e) {
      return Optional.of("it sent what cannot be read: " + e.getMessage());
    }
  }

  private FrameStream open(RpcLink link, RpcMethod method) {
    return link.open(method, Deadline.after(ticker, TIME_TO_BEGIN));
  }

  private void receive(FrameStream in) throws SourceFailed {
    switch (next(in)) {
      case ReadDataMessage.Accepted _ -> {}
      case ReadDataMessage.Refused(Refusal why) -> throw new SourceFailed(refused(why));
      case ReadDataMessage.Failed(Refusal why) -> throw new SourceFailed(brokeOff(why));
      case ReadDataMessage.Item _ ->
          throw new SourceFailed("it sent data before it said that it would");
    }
    try (Intake intake = new Intake()) {
      long count = 0;
      while (true) {
        switch (next(in)) {
          case ReadDataMessage.Item(DataItem.Frame frame) -> {
            intake.take(frame);
            count++;
          }
          case ReadDataMessage.Item(DataItem.Done(long announced)) -> {
            if (announced != count) {
              throw new SourceFailed(
                  "it announced "
                      + Long.toUnsignedString(announced)
                      + " records and sent "
                      + count);
            }
            intake.end(count);
            return;
          }
          case ReadDataMessage.Failed(Refusal why) -> throw new SourceFailed(brokeOff(why));
          case ReadDataMessage.Accepted _, ReadDataMessage.Refused _ ->
              throw new SourceFailed("it answered twice");
        }
      }
    }
  }

  private static ReadDataMessage next(FrameStream in) throws SourceFailed {
    Optional<Bytes> frame = in.receive();
    if (frame.isEmpty()) {
      throw new SourceFailed("the transfer ended too early");
    }
    return DataTransferCodec.decodeMessage(frame.get());
  }

  private static String refused(Refusal why) {
    return switch (why.code()) {
      case KEYSPACE_VERSION_MISMATCH ->
          "refused: the keyspace changes or changed (run it again), or its nodes send data only"
              + " while a migration runs, as those of the reference do";
      case UNAUTHORIZED, INTERNAL -> "refused: " + text(why);
    };
  }

  private static String brokeOff(Refusal why) {
    return "its database failed: " + text(why);
  }

  private static String text(Refusal why) {
    return why.message()
        .orElseGet(() -> why.code().toString().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /** The way into our own database. */
  private final class Intake implements AutoCloseable {
    private final FrameStream out;

    Intake() {
      try {
        out = open(database, StorageMethod.WRITE_DATA);
      } catch (LinkFault e) {
        throw broken(e);
      }
    }

    void take(DataItem.Frame frame) throws SourceFailed {
      int size = frame.key().size() + frame.value().size();
      if (!pace.await(size, () -> true)) {
        throw new SourceFailed("interrupted");
      }
      send(frame);
      tally.received(size);
    }

    /** Returns once all of it is stored. */
    void end(long count) throws SourceFailed {
      send(new DataItem.Done(count));
      hear();
    }

    private void send(DataItem item) throws SourceFailed {
      try {
        out.send(DataTransferCodec.encodeItem(item));
        if (item instanceof DataItem.Done) {
          out.finish();
        }
      } catch (LinkFault _) {
        // A database that refuses says why before it ends the call.
        hear();
        throw new ResyncFailed("the operator's database ended a transfer before it was over");
      }
    }

    /** Reads the database's answer and returns if all is stored. */
    private void hear() throws SourceFailed {
      Optional<Refusal> refusal;
      try {
        refusal =
            DataTransferCodec.decodeOutcome(
                out.receive()
                    .orElseThrow(() -> new ResyncFailed("the operator's database did not answer")));
      } catch (LinkFault e) {
        throw broken(e);
      } catch (MalformedMessage e) {
        throw new ResyncFailed("the operator's database answered what cannot be read", e);
      }
      if (refusal.isPresent()) {
        String why = text(refusal.get());
        if (refusal.get().isInvalid()) {
          throw new SourceFailed("our database cannot hold what it sent: " + why);
        }
        throw new ResyncFailed("the operator's database takes no data: " + why);
      }
    }

    private static ResyncFailed broken(LinkFault fault) {
      return new ResyncFailed(
          "the connection to the operator's database broke ("
              + fault.kind().metricName()
              + "); run it again once the database serves",
          fault);
    }

    @Override
    public void close() {
      out.close();
    }
  }
}
