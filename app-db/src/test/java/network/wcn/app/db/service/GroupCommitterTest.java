package network.wcn.app.db.service;

import static java.lang.Thread.State.TIMED_WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.tck.storage.FakeDisk;
import network.wcn.tck.storage.FakeRecordStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitterTest {
  private static final long MUCH = 1L << 30;

  private final FakeRecordStore stored = new FakeRecordStore(new FakeDisk(), Samples.CLOCK);
  private final GatedStore store = new GatedStore(stored);
  private final List<GroupCommitter> started = new ArrayList<>();

  private GroupCommitter committer(int merges, long bytes) {
    GroupCommitter committer =
        new GroupCommitter(
            store, new GroupCommitter.Bounds(merges, bytes), Ticker.system(), Metrics.none());
    started.add(committer);
    return committer;
  }

  @AfterEach
  void close() {
    store.openGate();
    started.forEach(GroupCommitter::close);
  }

  private static CompletableFuture<CommitOutcome> submit(GroupCommitter to, Merge merge) {
    return submit(to, merge, Samples.soon());
  }

  private static CompletableFuture<CommitOutcome> submit(
      GroupCommitter to, Merge merge, Deadline deadline) {
    CompletableFuture<CommitOutcome> outcome = new CompletableFuture<>();
    to.submit(merge, deadline, outcome::complete);
    return outcome;
  }

  /** Lets a first batch stand at the gate, so that what comes next gathers. */
  private void holdTheGate(GroupCommitter committer) {
    committer.submit(Samples.write("first", "v"), Samples.soon(), _ -> {});
    store.awaitBatch();
  }

  private static void assertMerged(CompletableFuture<CommitOutcome> outcome) {
    assertEquals(new CommitOutcome.Merged(MergeResult.Stored.INSTANCE), outcome.join());
  }

  private static Refusal refusalOf(CompletableFuture<CommitOutcome> outcome) {
    return assertInstanceOf(CommitOutcome.NotMerged.class, outcome.join()).refusal();
  }

  @Test
  void aLoneWriteIsStoredByItself() {
    store.openGate();

    assertMerged(submit(committer(8, MUCH), Samples.write("k", "v")));

    assertEquals(
        Optional.of(Bytes.utf8("v")), stored.read(Samples.key("k")).map(StoredRecord::payload));
    assertEquals(List.of(1), store.batchSizes());
  }

  @Test
  void writesThatComeMeanwhileShareTheNextBatch() {
    GroupCommitter committer = committer(100, MUCH);
    CompletableFuture<CommitOutcome> first = submit(committer, Samples.write("first", "v"));
    store.awaitBatch();
    List<CompletableFuture<CommitOutcome>> others =
        IntStream.range(0, 50)
            .mapToObj(i -> submit(committer, Samples.write("k" + i, "v")))
            .toList();
    assertFalse(first.isDone());

    store.openGate();

    assertMerged(first);
    others.forEach(GroupCommitterTest::assertMerged);
    assertEquals(List.of(1, 50), store.batchSizes());
  }

  @Test
  void aBatchHasAtMost512Merges() {
    GroupCommitter committer = committer(2000, MUCH);
    holdTheGate(committer);
    List<CompletableFuture<CommitOutcome>> others =
        IntStream.range(0, 600)
            .mapToObj(i -> submit(committer, Samples.write("k" + i, "v")))
            .toList();

    store.openGate();

    others.forEach(GroupCommitterTest::assertMerged);
    assertEquals(List.of(1, 512, 88), store.batchSizes());
  }

  @Test
  void bigValuesMakeSmallBatches() {
    GroupCommitter committer = committer(100, MUCH);
    holdTheGate(committer);
    String threeMegabytes = "x".repeat(3 << 20);
    List<CompletableFuture<CommitOutcome>> others =
        IntStream.range(0, 4)
            .mapToObj(i -> submit(committer, Samples.write("k" + i, threeMegabytes)))
            .toList();

    store.openGate();

    others.forEach(GroupCommitterTest::assertMerged);
    assertEquals(List.of(1, 2, 2), store.batchSizes());
  }

  @Test
  void aWriteIsRefusedAtOnceWhenTooManyWait() {
    GroupCommitter committer = committer(2, MUCH);
    holdTheGate(committer);
    CompletableFuture<CommitOutcome> second = submit(committer, Samples.write("second", "v"));
    CompletableFuture<CommitOutcome> third = submit(committer, Samples.write("third", "v"));

    CompletableFuture<CommitOutcome> tooMany = submit(committer, Samples.write("fourth", "v"));

    assertTrue(tooMany.isDone());
    assertTrue(refusalOf(tooMany).isNetwork());
    store.openGate();
    assertMerged(second);
    assertMerged(third);
  }

  @Test
  void aWriteIsRefusedAtOnceWhenTooManyBytesWait() {
    GroupCommitter committer = committer(100, 1000);
    holdTheGate(committer);
    CompletableFuture<CommitOutcome> fits = submit(committer, Samples.write("a", "x".repeat(900)));

    CompletableFuture<CommitOutcome> tooMuch =
        submit(committer, Samples.write("b", "x".repeat(900)));

    assertTrue(tooMuch.isDone());
    assertTrue(refusalOf(tooMuch).isNetwork());
    store.openGate();
    assertMerged(fits);
    assertMerged(submit(committer, Samples.write("c", "x".repeat(900))));
  }

  @Test
  void whatNobodyWaitsForIsNotBegun() {
    store.openGate();

    assertEquals(
        CommitOutcome.Overdue.INSTANCE,
        submit(committer(8, MUCH), Samples.write("k", "v"), Samples.passed()).join());
    assertEquals(Optional.empty(), stored.read(Samples.key("k")));
  }

  @Test
  void aFailedBatchRefusesAllOfItsWritesAndTheNextOneGoesOn() {
    store.openGate();
    GroupCommitter committer = committer(8, MUCH);
    stored.failNext(StoreFault.Kind.DISK_FULL);

    assertEquals(
        Refusal.internal("the database's disk is full"),
        refusalOf(submit(committer, Samples.write("k", "v"))));
    assertMerged(submit(committer, Samples.write("k", "v")));
  }

  @Test
  void aListenerThatFailsDoesNotKeepTheOthersWaiting() {
    GroupCommitter committer = committer(8, MUCH);
    holdTheGate(committer);
    committer.submit(
        Samples.write("bad", "v"),
        Samples.soon(),
        _ -> {
          throw new IllegalStateException("for this test");
        });
    CompletableFuture<CommitOutcome> good = submit(committer, Samples.write("good", "v"));

    store.openGate();

    assertMerged(good);
  }

  @Test
  void closingCommitsWhatWasHandedOverAndRefusesTheRest() {
    GroupCommitter committer = committer(100, MUCH);
    holdTheGate(committer);
    CompletableFuture<CommitOutcome> before = submit(committer, Samples.write("before", "v"));
    store.openGate();

    committer.close();

    assertMerged(before);
    assertTrue(refusalOf(submit(committer, Samples.write("after", "v"))).isNetwork());
    committer.close();
  }

  @Test
  void aBulkCommitWaitsForRoomInsteadOfBeingRefused() {
    store.openGate();
    GroupCommitter committer = committer(2, 10);
    List<Merge> many =
        IntStream.range(0, 100).mapToObj(i -> Samples.write("k" + i, "value")).toList();

    assertEquals(Optional.empty(), committer.submitAll(many).await());

    assertTrue(stored.read(Samples.key("k99")).isPresent());
  }

  @Test
  void bulkCommitsLeaveHalfOfTheRoomToWrites() throws Exception {
    GroupCommitter committer = committer(100, MUCH);
    holdTheGate(committer);
    List<Merge> many =
        IntStream.range(0, 1_000).mapToObj(i -> Samples.write("bulk" + i, "value")).toList();
    List<Optional<Refusal>> ended = Collections.synchronizedList(new ArrayList<>());
    List<Thread> transfers =
        IntStream.range(0, 3)
            .mapToObj(
                _ -> Thread.ofPlatform().start(() -> ended.add(committer.submitAll(many).await())))
            .toList();
    while (transfers.stream().anyMatch(transfer -> transfer.getState() != TIMED_WAITING)) {
      Thread.onSpinWait();
    }

    List<CompletableFuture<CommitOutcome>> writes =
        IntStream.range(0, 50)
            .mapToObj(i -> submit(committer, Samples.write("k" + i, "v")))
            .toList();
    assertTrue(writes.stream().noneMatch(CompletableFuture::isDone), "a write was refused");

    store.openGate();

    writes.forEach(GroupCommitterTest::assertMerged);
    for (Thread transfer : transfers) {
      transfer.join();
    }
    assertEquals(Collections.nCopies(3, Optional.empty()), ended);
    assertTrue(stored.read(Samples.key("bulk999")).isPresent());
  }

  @Test
  void aBulkCommitSaysWhyItFailed() {
    store.openGate();
    String longKey = "k".repeat(FakeRecordStore.LONGEST_KEY_BYTES + 1);

    Optional<Refusal> refusal =
        committer(8, MUCH)
            .submitAll(List.of(Samples.write(longKey, "v"), Samples.write("k", "v")))
            .await();

    assertTrue(refusal.orElseThrow().isInvalid(), refusal.toString());
    assertTrue(stored.read(Samples.key("k")).isPresent());
  }
}
