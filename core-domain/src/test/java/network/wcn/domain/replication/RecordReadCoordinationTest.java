package network.wcn.domain.replication;

import static network.wcn.domain.replication.ReplicaGroup.value;
import static network.wcn.domain.replication.ReplicaGroup.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import org.junit.jupiter.api.Test;

class RecordReadCoordinationTest {
  private static final Operation.Get GET =
      new Operation.Get(ReplicaGroup.NAMESPACE, ReplicaGroup.KEY);
  private static final Operation.GetExp GET_EXP =
      new Operation.GetExp(ReplicaGroup.NAMESPACE, ReplicaGroup.KEY);
  private static final RecordKey KEY = ReplicaGroup.single();

  private static Answer found(StoredRecord record) {
    return new Answer.Found(LiveRecord.of(record, ReplicaGroup.NOW));
  }

  private static final Answer ABSENT = new Answer.Found(Optional.empty());

  @Test
  void threeEqualAnswersAreEnough() {
    ReplicaGroup group = new ReplicaGroup(5);
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3, 4);
    group.begin(GET);

    group.deliver(4, 1, 0);

    assertEquals(found(record), group.answer());
    assertEquals(5, group.sent().size(), "nothing to repair");
  }

  @Test
  void theNewestOfTheFirstMajorityWinsAndIsWrittenBackFirst() {
    ReplicaGroup group = new ReplicaGroup(5);
    StoredRecord old = value("old", 1);
    StoredRecord fresh = value("fresh", 2);
    group.store(KEY, old, 0, 1, 3, 4);
    group.store(KEY, fresh, 2);
    group.begin(GET);

    group.deliver(0, 1, 2);
    assertFalse(group.isAnswered(), "they differ");
    group.deliver(0, 1, 2);
    assertFalse(group.isAnswered(), "only one replica holds what was read");
    group.deliver(0);
    assertFalse(group.isAnswered());
    group.deliver(1);

    assertEquals(found(fresh), group.answer());
    group.settle();
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.of(fresh), group.replica(i).single, "replica " + i);
    }
  }

  @Test
  void aDeletedRecordStaysDeletedOnReplicasThatMissedTheDelete() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.store(KEY, value("old", 1), 0, 1, 2, 3, 4);
    StoredRecord tombstone = StoredRecord.tombstone(version(2));
    group.store(KEY, tombstone, 1, 2, 3);
    group.begin(GET);
    group.settle();

    assertEquals(ABSENT, group.answer());
    assertFalse(group.replica(0).single.orElseThrow().isLive(ReplicaGroup.NOW));
    assertFalse(group.replica(4).single.orElseThrow().isLive(ReplicaGroup.NOW));
  }

  @Test
  void aRepairKeepsBothRegisters() {
    ReplicaGroup group = new ReplicaGroup(5);
    StoredRecord extended =
        value("v", 1)
            .merge(
                StoredRecord.bareExpiration(new Expiration(ReplicaGroup.NOW + 9_000), version(5)));
    group.store(KEY, extended, 0, 1, 2);
    group.begin(GET);
    group.settle();

    // A set between the two versions still has to win the payload everywhere.
    assertEquals(Optional.of(extended), group.replica(4).single);
    assertEquals(version(1), group.replica(4).single.orElseThrow().header().payloadVersion());
  }

  @Test
  void aReadWithTwoOfFiveReplicasFailsAsNetwork() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.kill(0, 1, 2);
    group.begin(GET);
    group.settle();

    assertTrue(group.refusal().isNetwork());
  }

  @Test
  void aNewerRecordThatComesLateIsSpreadBehindTheAnswer() {
    ReplicaGroup group = new ReplicaGroup(5);
    StoredRecord old = value("old", 1);
    StoredRecord fresh = value("fresh", 2);
    group.store(KEY, old, 0, 1, 2, 3, 4);
    group.store(KEY, fresh, 4);
    group.begin(GET);

    group.deliver(0, 1, 2);
    assertEquals(found(old), group.answer());
    group.settle();

    assertEquals(Optional.of(fresh), group.replica(0).single);
  }

  @Test
  void replicasOfTheReferenceAreReadAndRepairedToo() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.makePlain(0, 1, 2);
    StoredRecord old = value("old", 1);
    StoredRecord fresh = value("fresh", 2);
    group.store(KEY, old, 0, 1, 2, 3, 4);
    group.store(KEY, fresh, 0, 3);
    group.begin(GET);
    group.settle();

    assertEquals(found(fresh), group.answer());
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.of(fresh), group.replica(i).single, "replica " + i);
    }
  }

  @Test
  void anExpirationIsReadFromHeadersWhileReplicasAgree() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.store(KEY, value("v", 1), 0, 1, 2, 3, 4);
    group.begin(GET_EXP);
    group.settle();

    assertEquals(
        new Answer.Expires(Optional.of(new Expiration(ReplicaGroup.NOW + 1_000))), group.answer());
    assertEquals(5, group.sent().size());
  }

  @Test
  void anExpirationOnWhichReplicasDifferIsRepaired() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.store(KEY, value("old", 1), 0, 1, 2, 3, 4);
    StoredRecord fresh =
        StoredRecord.bareExpiration(new Expiration(ReplicaGroup.NOW + 5), version(9));
    group.store(KEY, fresh, 0, 1);
    group.begin(GET_EXP);
    group.settle();

    assertEquals(
        new Answer.Expires(Optional.of(new Expiration(ReplicaGroup.NOW + 5))), group.answer());
    assertEquals(Optional.of(value("old", 1).merge(fresh)), group.replica(4).single, "replica 4");
  }

  @Test
  void aRecordThatExpiredOnOneReplicaAndWasExtendedOnAnotherLives() {
    ReplicaGroup group = new ReplicaGroup(5);
    StoredRecord expired =
        StoredRecord.value(
            value("v", 1).payload(), new Expiration(ReplicaGroup.NOW - 1), version(1));
    StoredRecord extension =
        StoredRecord.bareExpiration(new Expiration(ReplicaGroup.NOW + 100), version(2));
    group.store(KEY, expired, 0, 1, 2, 3);
    group.store(KEY, extension, 2, 3, 4);
    group.begin(GET);
    group.settle();

    assertEquals(found(expired.merge(extension)), group.answer());
    assertEquals(Optional.of(expired.merge(extension)), group.replica(4).single);
  }

  private static StorageResponse withEvidence(StorageResponse response, Evidence evidence) {
    return new StorageResponse.Succeeded(
        ((StorageResponse.Succeeded) response).answer(), Optional.of(evidence));
  }

  @Test
  void evidenceThatContradictsTheAnswerCountsAsNoAnswer() {
    ReplicaGroup group = new ReplicaGroup(5);
    StoredRecord record = value("v", 1);
    group.store(KEY, record, 0, 1, 2, 3, 4);
    StoredRecord tombstone = StoredRecord.tombstone(version(9));
    group.distort(
        0,
        response ->
            withEvidence(
                response,
                new Evidence.OfRecord(Optional.of(tombstone.header()), Optional.empty())));
    group.distort(
        1, response -> withEvidence(response, new Evidence.OfDigest(1, 2, Optional.empty())));
    group.begin(GET);
    group.deliver(0, 1, 2, 3);
    assertFalse(group.isAnswered(), "two of four told something");
    group.settle();

    assertEquals(found(record), group.answer());
    assertEquals(Optional.of(record), group.replica(4).single);
  }

  @Test
  void anExpirationThatContradictsItsEvidenceCountsAsNoAnswer() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.store(KEY, value("v", 1), 0, 1, 2, 3, 4);
    for (int i = 0; i < 3; i++) {
      group.distort(
          i,
          response ->
              withEvidence(response, new Evidence.OfRecord(Optional.empty(), Optional.empty())));
    }
    group.begin(GET_EXP);
    group.settle();

    assertTrue(group.refusal().isNetwork());
  }

  @Test
  void aLateAnswerWithOneVersionDoesNotMakeThePayloadLookNewer() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.makePlain(4);
    StoredRecord extended =
        value("v", 1)
            .merge(
                StoredRecord.bareExpiration(new Expiration(ReplicaGroup.NOW + 9_000), version(5)));
    group.store(KEY, extended, 0, 1, 2, 3, 4);
    group.begin(GET);
    group.deliver(0, 1, 2);
    group.settle();

    // A set of version 3 that comes now still has to win.
    assertEquals(version(1), group.replica(0).single.orElseThrow().header().payloadVersion());
  }

  @Test
  void anExtensionSurvivesReplicasThatMissedItAndDroppedThePayload() {
    ReplicaGroup group = new ReplicaGroup(5);
    StoredRecord expired =
        StoredRecord.value(
            value("v", 1).payload(), new Expiration(ReplicaGroup.NOW - 3_600), version(1));
    StoredRecord extended =
        expired.merge(
            StoredRecord.bareExpiration(new Expiration(ReplicaGroup.NOW + 100), version(2)));
    StoredRecord dropped =
        new StoredRecord(Retention.withoutPayload(expired.header()), Bytes.empty());
    group.store(KEY, extended, 0, 1, 2);
    group.store(KEY, dropped, 3, 4);
    group.begin(GET);
    group.deliver(4, 3, 2);
    group.settle();

    assertEquals(found(extended), group.answer());
    assertEquals(Optional.of(extended), group.replica(3).single);
  }

  @Test
  void replicasThatDroppedAnExpiredPayloadNeedNoRepair() {
    ReplicaGroup group = new ReplicaGroup(5);
    StoredRecord expired =
        StoredRecord.value(value("v", 1).payload(), new Expiration(ReplicaGroup.NOW), version(1));
    group.store(KEY, expired, 0, 1, 2, 3, 4);
    group.replica(4).single =
        Optional.of(new StoredRecord(Retention.withoutPayload(expired.header()), Bytes.empty()));
    group.begin(GET);
    group.settle();

    assertEquals(ABSENT, group.answer());
    assertEquals(5, group.sent().size());
  }
}
