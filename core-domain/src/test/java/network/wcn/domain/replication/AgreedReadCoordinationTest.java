package network.wcn.domain.replication;

import static network.wcn.domain.replication.ReplicaGroup.value;
import static network.wcn.domain.replication.ReplicaGroup.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.RequestTrailer.Detail;
import org.junit.jupiter.api.Test;

class AgreedReadCoordinationTest {
  private static final Operation.Get GET =
      new Operation.Get(ReplicaGroup.NAMESPACE, ReplicaGroup.KEY);
  private static final Operation.GetExp GET_EXP =
      new Operation.GetExp(ReplicaGroup.NAMESPACE, ReplicaGroup.KEY);
  private static final RecordKey KEY = ReplicaGroup.single();
  private static final Answer ABSENT = new Answer.Found(Optional.empty());

  private final ReplicaGroup group = new ReplicaGroup(5);

  private static Answer found(StoredRecord record) {
    return new Answer.Found(LiveRecord.of(record, ReplicaGroup.NOW));
  }

  /** Returns whom the value was asked of so far. */
  private List<Integer> askedForValue() {
    return group.sent().stream()
        .filter(ask ->
            ask.request().trailer().orElseThrow() instanceof RequestTrailer.Read read
                && read.detail() == Detail.FULL)
        .map(CoordinatorEffect.Ask::replica)
        .toList();
  }

  @Test
  void theValueIsAskedOfThePreferredReplicaOnly() {
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3, 4);
    group.begin(GET);
    group.settle();

    assertEquals(found(record), group.answer());
    assertEquals(List.of(0), askedForValue());
    assertEquals(5, group.sent().size());
  }

  @Test
  void thatNothingIsThereIsKnownWithoutTheValue() {
    group.store(KEY, StoredRecord.tombstone(version(2)), 0, 1, 2, 3, 4);
    group.begin(GET);
    group.deliver(1, 2, 3);

    assertEquals(ABSENT, group.answer());
  }

  @Test
  void anotherReplicaIsAskedWhenThePreferredOneIsSlow() {
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3, 4);
    group.begin(GET);
    group.deliver(2, 1, 3);
    assertFalse(group.isAnswered());

    group.wake();
    group.deliver(2);

    assertEquals(found(record), group.answer());
    assertEquals(List.of(0, 2), askedForValue());
  }

  @Test
  void anotherReplicaIsAskedAtOnceWhenThePreferredOneIsDown() {
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3, 4);
    group.kill(0);
    group.begin(GET);
    group.deliver(0, 2, 1, 3);
    assertFalse(group.isAnswered());
    group.deliver(2);

    assertEquals(found(record), group.answer());
  }

  @Test
  void theWholeRecordIsReadWhenNobodyGivesTheValue() {
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3, 4);
    group.kill(0);
    group.begin(GET);
    group.deliver(0, 2, 1, 3);
    group.kill(2);
    group.settle();

    assertEquals(found(record), group.answer());
    assertEquals(List.of(0, 2, 0, 1, 2, 3, 4), askedForValue());
  }

  @Test
  void aRecordThatChangesWhileItsValueIsFetchedIsReadAgain() {
    StoredRecord old = value("old", 1);
    StoredRecord fresh = value("fresh", 2);
    group.store(KEY, old, 0, 1, 2, 3, 4);
    group.kill(0);
    group.begin(GET);
    group.deliver(0, 2, 1, 3);
    group.store(KEY, fresh, 2, 3, 4);
    group.settle();

    assertEquals(found(fresh), group.answer());
    assertEquals(Optional.of(fresh), group.replica(1).single);
  }

  @Test
  void aReplicaThatLagsIsRepairedBehindTheAnswer() {
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3);
    group.begin(GET);
    group.deliver(0, 1, 2);
    assertEquals(found(record), group.answer());
    group.settle();

    assertEquals(Optional.of(record), group.replica(4).single);
  }

  @Test
  void replicasOfTheReferenceAgreeWithOursByWhatTheyShow() {
    group.makePlain(1, 2, 3);
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3, 4);
    group.begin(GET);
    group.deliver(4, 1, 2);

    assertEquals(found(record), group.answer());
    group.settle();
    assertEquals(5, group.sent().size());
  }

  @Test
  void aReplicaOfTheReferenceWithAnotherValueDiffers() {
    group.makePlain(1);
    StoredRecord extended =
        value("v", 1)
            .merge(
                StoredRecord.bareExpiration(new Expiration(ReplicaGroup.NOW + 9_000), version(5)));
    group.store(KEY, extended, 0, 2, 3, 4);
    group.store(
        KEY,
        StoredRecord.value(
            value("older", 1).payload(), new Expiration(ReplicaGroup.NOW + 9_000), version(5)),
        1);
    group.begin(GET);
    group.deliver(1, 0);

    assertEquals(List.of(0, 0, 1, 2, 3, 4), askedForValue());
  }

  @Test
  void aHeaderWithAValueThatWasNotAskedForCountsAsNoAnswer() {
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3, 4);
    for (int i = 1; i < 4; i++) {
      group.distort(
          i,
          response ->
              new StorageResponse.Succeeded(
                  found(record), ((StorageResponse.Succeeded) response).evidence()));
    }
    group.begin(GET);
    group.settle();

    assertTrue(group.refusal().isNetwork());
  }

  @Test
  void anExpirationIsAgreedOnWithoutAnyValue() {
    group.makePlain(1, 3);
    group.store(KEY, value("v", 1), 0, 1, 2, 3, 4);
    group.begin(GET_EXP);
    group.settle();

    assertEquals(
        new Answer.Expires(Optional.of(new Expiration(ReplicaGroup.NOW + 1_000))), group.answer());
    assertEquals(List.of(), askedForValue());
    assertEquals(5, group.sent().size());
  }

  @Test
  void aMajorityThatRefusesIsPassedOn() {
    Refusal refusal = Refusal.unauthorized();
    for (int i = 0; i < 3; i++) {
      group.distort(i, _ -> StorageResponse.of(refusal));
    }
    group.begin(GET);
    group.settle();

    assertEquals(refusal, group.refusal());
  }
}
