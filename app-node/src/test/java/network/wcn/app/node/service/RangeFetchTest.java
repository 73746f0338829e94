package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.time.Ticker;
import network.wcn.tck.rpc.QueuedFrames;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.DataTransferCodec;
import network.wcn.wire.storage.ReadDataMessage;
import network.wcn.wire.storage.ReadDataRequest;
import org.junit.jupiter.api.Test;

/** What counts as fetched, and what not. */
class RangeFetchTest {
  private static final ResyncPlan.Range RANGE =
      new ResyncPlan.Range(new ShardId(8), new ShardId(32_767), List.of(0, 1, 2, 3));
  private static final long VERSION = 3;
  private static final Bytes STORED = DataTransferCodec.encodeOutcome(Optional.empty());
  private static final List<DataItem.Frame> RECORDS =
      keys(shard -> RANGE.first().compareTo(shard) <= 0 && shard.compareTo(RANGE.last()) <= 0)
          .limit(3)
          .map(RangeFetchTest::record)
          .toList();
  private static final DataItem.Frame STRANGER =
      record(keys(shard -> shard.compareTo(RANGE.last()) > 0).findFirst().orElseThrow());

  private final ResyncTally tally = new ResyncTally(List.of(RANGE), new TestNetwork().view());

  private static Stream<Bytes> keys(Predicate<ShardId> where) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> Bytes.utf8("key " + i))
        .filter(key -> where.test(ShardId.of(key)));
  }

  private static DataItem.Frame record(Bytes key) {
    StoredRecord stored =
        StoredRecord.value(Bytes.utf8("value"), TestNetwork.IN_AN_HOUR, TestNetwork.VERSION);
    return DataItem.Frame.of(new RecordKey.Single(TestNetwork.NAMESPACE, key), stored);
  }

  private static Bytes item(DataItem item) {
    return DataTransferCodec.encodeMessage(new ReadDataMessage.Item(item));
  }

  private static Bytes accepted() {
    return DataTransferCodec.encodeMessage(ReadDataMessage.Accepted.INSTANCE);
  }

  private static QueuedFrames sending(Bytes... messages) {
    return new QueuedFrames(List.of(messages));
  }

  /** A source that accepts, sends all records and then {@code end}. */
  private static QueuedFrames sendingAllAnd(Bytes... end) {
    return new QueuedFrames(
        Stream.concat(
                Stream.concat(Stream.of(accepted()), RECORDS.stream().map(RangeFetchTest::item)),
                Stream.of(end))
            .toList());
  }

  private Optional<RangeFetch.Miss> fetch(FrameStream source, FrameStream database) {
    TransferPace pace = new TransferPace("rx", () -> 0, Ticker.system(), Metrics.none());
    Ticker ticker = Ticker.system();
    StallWatch watch = new StallWatch(Duration.ofMinutes(1), ticker);
    return new RangeFetch(FakeLink.streaming(database), VERSION, pace, watch, tally, ticker)
        .fetch(FakeLink.streaming(source), RANGE);
  }

  private void assertNotFetched(String why, QueuedFrames source) {
    QueuedFrames database = sending(STORED);
    String problem = fetch(source, database).orElseThrow().why();
    assertTrue(problem.contains(why), problem);
    assertFalse(database.isFinished(), "the database was told that this is all");
    assertTrue(source.isClosed());
  }

  @Test
  void recordsGoIntoTheDatabaseAsTheyCameAndTheEndIsHeard() {
    QueuedFrames source = sendingAllAnd(item(new DataItem.Done(3)));
    QueuedFrames database = sending(STORED);
    assertEquals(Optional.empty(), fetch(source, database));
    assertEquals(
        List.of(
            DataTransferCodec.encodeRequest(
                new ReadDataRequest(8L << 48, (1L << 63) - 1, VERSION))),
        source.sent());
    assertEquals(
        Stream.concat(RECORDS.stream(), Stream.of(new DataItem.Done(3)))
            .map(DataTransferCodec::encodeItem)
            .toList(),
        database.sent());
    assertTrue(database.isFinished() && database.isClosed() && source.isClosed());
    assertEquals(3, tally.report().records());
    assertEquals(
        RECORDS.stream().mapToLong(record -> record.key().size() + record.value().size()).sum(),
        tally.report().bytes());
  }

  @Test
  void aRefusalSaysWhatToDo() {
    Bytes refusal =
        DataTransferCodec.encodeMessage(
            new ReadDataMessage.Refused(Refusal.keyspaceVersionMismatch()));
    QueuedFrames database = sending(STORED);
    String problem = fetch(sending(refusal), database).orElseThrow().why();
    assertTrue(problem.contains("only while a migration runs"), problem);
    assertFalse(database.isClosed(), "the database was asked for nothing");
  }

  @Test
  void whatEndsBeforeItSaysSoIsNotFetched() {
    assertNotFetched("ended too early", sendingAllAnd());
    assertNotFetched("ended too early", sending());
    assertNotFetched("the connection broke", sendingAllAnd().breaking());
  }

  @Test
  void whatMissesRecordsIsNotFetched() {
    assertNotFetched("announced 4 records and sent 3", sendingAllAnd(item(new DataItem.Done(4))));
  }

  @Test
  void aSourceWhoseDatabaseFailsIsNotFetched() {
    assertNotFetched(
        "the disk fails",
        sendingAllAnd(
            DataTransferCodec.encodeMessage(
                new ReadDataMessage.Failed(Refusal.network("the disk fails")))));
  }

  @Test
  void nonsenseIsNotFetched() {
    assertNotFetched("cannot be read", sendingAllAnd(Bytes.fromHex("0909")));
    assertNotFetched("before it said", sending(item(new DataItem.Done(0))));
    DataItem.Frame record = RECORDS.getFirst();
    Bytes cut = record.value().slice(0, 3);
    for (DataItem.Frame damaged :
        List.of(
            new DataItem.Frame(record.type(), record.key(), cut),
            new DataItem.Frame(record.type(), cut, record.value()))) {
      QueuedFrames database = sending(STORED);
      String problem = fetch(sending(accepted(), item(damaged)), database).orElseThrow().why();
      assertTrue(problem.contains("cannot be read"), problem);
      assertEquals(List.of(), database.sent());
    }
  }

  @Test
  void recordsOfOtherShardsAreNotHandedOn() {
    QueuedFrames database = sending(STORED);
    String problem = fetch(sending(accepted(), item(STRANGER)), database).orElseThrow().why();
    assertTrue(problem.contains("of another shard"), problem);
    assertEquals(List.of(), database.sent());
  }

  @Test
  void whatASourceSaysIsCutAndHasNoControlCharacters() {
    RangeFetch.Miss miss = new RangeFetch.Miss("\u001b[2Jbell\u0007" + "x".repeat(1_000), true);
    assertTrue(miss.why().startsWith(" [2Jbell xxx"), miss.why());
    assertEquals(200, miss.why().length());
  }

  @Test
  void ourDatabasesRefusalEndsEverything() {
    Bytes refusal =
        DataTransferCodec.encodeOutcome(Optional.of(Refusal.network("the disk is full")));
    QueuedFrames atOnce = sending(refusal).takingOnly(1);
    ResyncFailed early =
        assertThrows(
            ResyncFailed.class, () -> fetch(sendingAllAnd(item(new DataItem.Done(3))), atOnce));
    assertTrue(early.toString().contains("the disk is full"), early::toString);
    ResyncFailed late =
        assertThrows(
            ResyncFailed.class,
            () -> fetch(sendingAllAnd(item(new DataItem.Done(3))), sending(refusal)));
    assertTrue(late.toString().contains("the disk is full"), late::toString);
    assertThrows(
        ResyncFailed.class,
        () -> fetch(sendingAllAnd(item(new DataItem.Done(3))), sending().breaking()));
  }

  @Test
  void aRecordThatOurDatabaseCannotHoldSpoilsOneRangeOnly() {
    Bytes refusal =
        DataTransferCodec.encodeOutcome(Optional.of(Refusal.invalid("the key is too long")));
    String problem =
        fetch(sendingAllAnd(item(new DataItem.Done(3))), sending(refusal)).orElseThrow().why();
    assertTrue(problem.contains("the key is too long"), problem);
  }
}
