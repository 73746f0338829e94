package network.wcn.app.node.service;

import java.time.Duration;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.StoredRecord;
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
 * all of it is on stable storage. Records that cannot be read, or of other shards, are not handed
 * on. What came of a range that failed stays; it is merged by its versions and does no harm. For
 * virtual threads.
 */
final class RangeFetch {
  private static final Duration TIME_TO_BEGIN = Duration.ofSeconds(10);
  private static final int LONGEST_REASON = 200;

  private final RpcLink database;
  private final long keyspaceVersion;
  private final TransferPace pace;
  private final StallWatch watch;
  private final ResyncTally tally;
  private final Ticker ticker;

  /**
   * Why a source did not send a range.
   *
   * @param why for people
   * @param mayPass whether it may do so a little later
   */
  record Miss(String why, boolean mayPass) {
    /** What others say is cut and has no control characters: it goes to somebody's terminal. */
    Miss {
      String printable = why.replaceAll("\\p{Cntrl}", " ");
      why = printable.substring(0, Math.min(LONGEST_REASON, printable.length()));
    }
  }

  /** Ends a transfer. */
  static final class Missed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Miss miss;

    Missed(String why, boolean mayPass) {
      super(why);
      miss = new Miss(why, mayPass);
    }
  }

  /**
   * Makes a fetcher.
   *
   * @param watch ends transfers in which nothing moves
   */
  RangeFetch(
      RpcLink database,
      long keyspaceVersion,
      TransferPace pace,
      StallWatch watch,
      ResyncTally tally,
      Ticker ticker) {
    this.database = database;
    this.keyspaceVersion = keyspaceVersion;
    this.pace = pace;
    this.watch = watch;
    this.tally = tally;
    this.ticker = ticker;
  }

  /**
   * Fetches one range from one node.
   *
   * @return why it did not come, or nothing when all of it is stored
   * @throws ResyncFailed if our own database does not take it
   */
  Optional<Miss> fetch(RpcLink source, ResyncPlan.Range range) {
    try (FrameStream in = watch.watch(source.open(StorageMethod.READ_DATA, soon()))) {
      in.send(
          DataTransferCodec.encodeRequest(
              new ReadDataRequest(
                  range.first().firstPosition(), range.last().lastPosition(), keyspaceVersion)));
      in.finish();
      receive(in, range);
      return Optional.empty();
    } catch (Missed e) {
      return Optional.of(e.miss);
    } catch (LinkFault e) {
      return Optional.of(new Miss("the connection broke (" + e.kind().metricName() + ")", true));
    } catch (MalformedMessage e) {
      return Optional.of(new Miss("it sent what cannot be read: " + e.getMessage(), false));
    }
  }

  private Deadline soon() {
    return Deadline.after(ticker, TIME_TO_BEGIN);
  }

  private void receive(FrameStream in, ResyncPlan.Range range) throws Missed {
    switch (next(in)) {
      case ReadDataMessage.Accepted _ -> {}
      case ReadDataMessage.Refused(Refusal why) -> throw refused(why);
      case ReadDataMessage.Failed(Refusal why) -> throw brokeOff(why);
      case ReadDataMessage.Item _ ->
          throw new Missed("it sent data before it said that it would", false);
    }
    try (DatabaseIntake intake = new DatabaseIntake(database, soon(), watch)) {
      long count = 0;
      while (true) {
        switch (next(in)) {
          case ReadDataMessage.Item(DataItem.Frame frame) -> {
            check(frame, range);
            hand(frame, intake);
            count++;
          }
          case ReadDataMessage.Item(DataItem.Done(long announced)) -> {
            if (announced != count) {
              throw new Missed(
                  "it announced " + Long.toUnsignedString(announced) + " records and sent " + count,
                  false);
            }
            intake.end(count);
            return;
          }
          case ReadDataMessage.Failed(Refusal why) -> throw brokeOff(why);
          case ReadDataMessage.Accepted _, ReadDataMessage.Refused _ ->
              throw new Missed("it answered twice", false);
        }
      }
    }
  }

  private static ReadDataMessage next(FrameStream in) throws Missed {
    Optional<Bytes> frame = in.receive();
    if (frame.isEmpty()) {
      throw new Missed("the transfer ended too early", true);
    }
    return DataTransferCodec.decodeMessage(frame.get());
  }

  /** Our database would end the transfer over a record that cannot be read, and blame itself. */
  private static void check(DataItem.Frame frame, ResyncPlan.Range range) throws Missed {
    ShardId shard = ShardId.of(frame.recordKey().key());
    Optional<StoredRecord> _ = frame.record();
    if (shard.compareTo(range.first()) < 0 || shard.compareTo(range.last()) > 0) {
      throw new Missed("it sent a record of another shard, " + shard.index(), false);
    }
  }

  private void hand(DataItem.Frame frame, DatabaseIntake intake) throws Missed {
    int size = frame.key().size() + frame.value().size();
    if (!pace.await(size, () -> true)) {
      throw new Missed("interrupted", false);
    }
    intake.take(frame);
    tally.received(size);
  }

  private static Missed refused(Refusal why) {
    return switch (why.code()) {
      case KEYSPACE_VERSION_MISMATCH ->
          new Missed(
              "refused: the keyspace changes or changed (run it again), or its nodes send data only"
                  + " while a migration runs, as those of the reference do",
              false);
      case UNAUTHORIZED -> new Missed("refused: " + DatabaseIntake.words(why), false);
      case INTERNAL -> new Missed("refused: " + DatabaseIntake.words(why), true);
    };
  }

  private static Missed brokeOff(Refusal why) {
    return new Missed("its database failed: " + DatabaseIntake.words(why), true);
  }
}
