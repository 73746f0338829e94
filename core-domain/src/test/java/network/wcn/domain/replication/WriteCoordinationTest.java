package network.wcn.domain.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import org.junit.jupiter.api.Test;

class WriteCoordinationTest {
  private static final Operation.Set SET =
      new Operation.Set(
          ReplicaGroup.NAMESPACE,
          ReplicaGroup.KEY,
          Bytes.utf8("value"),
          new Expiration(ReplicaGroup.NOW + 60),
          ReplicaGroup.version(1));

  @Test
  void twoLaggingReplicasDoNotBlockAWrite() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.begin(SET);

    group.deliver(4, 2);
    assertFalse(group.isAnswered());
    group.deliver(0);

    assertEquals(Answer.Done.INSTANCE, group.answer());
  }

  @Test
  void withoutAMajorityTheWriteFailsAtOnceAsNetwork() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.kill(1, 2, 3);
    group.begin(SET);

    group.deliver(1, 2);
    assertFalse(group.isAnswered());
    group.deliver(3);

    assertTrue(group.refusal().isNetwork(), group.refusal().toString());
  }

  @Test
  void aMajorityOfEqualRefusalsIsTheAnswer() {
    ReplicaGroup group = new ReplicaGroup(5);
    for (int i = 0; i < 3; i++) {
      group.distort(i, _ -> StorageResponse.of(Refusal.keyspaceVersionMismatch()));
    }
    group.begin(SET);
    group.settle();

    assertEquals(Refusal.keyspaceVersionMismatch(), group.refusal());
  }

  @Test
  void whileAShardMovesBothReplicaSetsHaveToAgree() {
    ReplicaGroup group = new ReplicaGroup(8);
    group.begin(SET, Audience.ofBoth(List.of(0, 1, 2, 3, 4), List.of(3, 4, 5, 6, 7)));

    group.deliver(0, 1, 2, 3);
    assertFalse(group.isAnswered(), "the new set has one of five");
    group.deliver(7, 6);

    assertEquals(Answer.Done.INSTANCE, group.answer());
  }

  @Test
  void aNewReplicaSetWithoutMajorityFailsTheWrite() {
    ReplicaGroup group = new ReplicaGroup(8);
    group.kill(5, 6, 7);
    group.begin(SET, Audience.ofBoth(List.of(0, 1, 2, 3, 4), List.of(3, 4, 5, 6, 7)));
    group.settle();

    assertTrue(group.refusal().isNetwork());
  }

  @Test
  void everyOperatorIsAskedOnce() {
    ReplicaGroup group = new ReplicaGroup(8);
    group.begin(SET, Audience.ofBoth(List.of(0, 1, 2, 3, 4), List.of(3, 4, 5, 6, 7)));

    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6, 7),
        group.sent().stream().map(CoordinatorEffect.Ask::replica).toList());
  }

  @Test
  void anAnswerOfAnotherKindAcknowledgesNothing() {
    ReplicaGroup group = new ReplicaGroup(5);
    for (int i = 0; i < 3; i++) {
      group.distort(i, _ -> StorageResponse.of(new Answer.Cardinality(1)));
    }
    group.begin(SET);
    group.settle();

    assertTrue(group.refusal().isNetwork());
  }
}
