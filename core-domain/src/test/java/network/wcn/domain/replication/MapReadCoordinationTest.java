package network.wcn.domain.replication;

import static network.wcn.domain.replication.ReplicaGroup.field;
import static network.wcn.domain.replication.ReplicaGroup.value;
import static network.wcn.domain.replication.ReplicaGroup.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.RequestTrailer.Detail;
import org.junit.jupiter.api.Test;

class MapReadCoordinationTest {
  private static final Operation.HCard HCARD =
      new Operation.HCard(ReplicaGroup.NAMESPACE, ReplicaGroup.KEY);

  private static Operation.HScan scan(int count, Optional<String> cursor) {
    return new Operation.HScan(
        ReplicaGroup.NAMESPACE, ReplicaGroup.KEY, count, cursor.map(Bytes::utf8));
  }

  private static ReplicaGroup groupWith(int fields) {
    ReplicaGroup group = new ReplicaGroup(5);
    for (int i = 0; i < fields; i++) {
      group.store(field("f" + i), value("v" + i, i + 1), 0, 1, 2, 3, 4);
    }
    return group;
  }

  private static List<String> fields(Answer answer) {
    return ((Answer.Page) answer)
        .page().entries().stream().map(entry -> entry.field().toUtf8()).toList();
  }

  @Test
  void aPageCrossesTheNetworkOnceWhileReplicasAgree() {
    ReplicaGroup group = groupWith(5);
    group.begin(scan(3, Optional.empty()));
    group.settle();

    assertEquals(List.of("f0", "f1", "f2"), fields(group.answer()));
    assertTrue(((Answer.Page) group.answer()).page().hasNext());
    long full =
        group.sent().stream()
            .filter(ask ->
                ask.request().trailer().orElseThrow()
                        instanceof RequestTrailer.Read(Detail detail, _)
                    && detail == Detail.FULL)
            .count();
    assertEquals(1, full);
  }

  @Test
  void theLastPageSaysSo() {
    ReplicaGroup group = groupWith(5);
    group.begin(scan(3, Optional.of("f2")));
    group.settle();

    assertEquals(List.of("f3", "f4"), fields(group.answer()));
    assertTrue(!((Answer.Page) group.answer()).page().hasNext());
  }

  @Test
  void ifThePreferredReplicaIsDownAnotherBringsThePage() {
    ReplicaGroup group = groupWith(5);
    group.kill(0);
    group.begin(scan(10, Optional.empty()));
    group.settle();

    assertEquals(5, fields(group.answer()).size());
  }

  @Test
  void aReplicaThatMissedWritesIsHealedBehindACount() {
    ReplicaGroup group = groupWith(3);
    group.store(field("new"), value("n", 50), 0, 1, 2, 3);
    group.store(field("f1"), StoredRecord.tombstone(version(60)), 0, 1, 2, 3);
    group.begin(HCARD);
    group.settle();

    assertEquals(new Answer.Cardinality(3), group.answer());
    assertEquals(group.replica(0).fields, group.replica(4).fields);
  }

  @Test
  void withoutAMajorityOfEqualDigestsEveryFieldIsMergedAndRepaired() {
    ReplicaGroup group = groupWith(2);
    for (int i = 0; i < 5; i++) {
      group.store(field("only" + i), value("x" + i, 100 + i), i);
    }
    group.begin(scan(100, Optional.empty()));
    group.settle();

    assertEquals(
        List.of("f0", "f1", "only0", "only1", "only2"),
        fields(group.answer()).stream().filter(f -> !f.equals("only3")).toList().subList(0, 5));
    for (String name : fields(group.answer())) {
      long holders =
          IntStream.range(0, 5)
              .filter(i -> group.replica(i).fields.containsKey(Bytes.utf8(name)))
              .count();
      assertTrue(holders >= 3, name + " is on " + holders);
    }
  }

  @Test
  void countsAgreeWithPagesWhenReplicasDiffer() {
    ReplicaGroup group = groupWith(250);
    group.store(field("a"), value("x", 1_000), 0);
    group.store(field("b"), value("x", 1_001), 1);
    group.store(field("c"), value("x", 1_002), 2);
    group.begin(HCARD);
    group.settle();

    assertEquals(new Answer.Cardinality(253), group.answer());
  }

  @Test
  void aPageFullOfDeadFieldsDoesNotStopAClient() {
    ReplicaGroup group = new ReplicaGroup(5);
    for (int i = 0; i < PageLimits.DEFAULT.maxEntries() + 10; i++) {
      String name = String.format("d%05d", i);
      group.store(field(name), StoredRecord.tombstone(version(1)), 0, 1, 2, 3, 4);
    }
    group.store(field("z-alive"), value("x", 5), 0, 1, 2, 3, 4);
    group.begin(scan(2, Optional.empty()));
    group.settle();

    assertEquals(List.of("z-alive"), fields(group.answer()));
  }

  @Test
  void whoWasTooSlowForAReconciliationIsHealedBehindItAndHealsTheOthers() {
    ReplicaGroup group = groupWith(2);
    for (int i = 0; i < 5; i++) {
      group.store(field("only" + i), value("x" + i, 100 + i), i);
    }
    group.begin(scan(100, Optional.empty()));
    group.settle();

    for (int i = 1; i < 5; i++) {
      assertEquals(group.replica(0).fields, group.replica(i).fields, "replica " + i);
    }
  }

  @Test
  void aDeleteThatASlowReplicaMissedBehindAPageOfDeadFieldsIsHealed() {
    ReplicaGroup group = new ReplicaGroup(5);
    for (int i = 0; i < PageLimits.DEFAULT.maxEntries(); i++) {
      String name = String.format("d%05d", i);
      group.store(field(name), StoredRecord.tombstone(version(1)), 0, 1, 2, 3, 4);
    }
    group.store(field("e"), value("deleted since", 2), 0, 1, 2, 3, 4);
    group.store(field("e"), StoredRecord.tombstone(version(3)), 0, 1, 2, 3);
    group.begin(scan(2, Optional.empty()));
    group.settle();

    assertEquals(List.of(), fields(group.answer()));
    assertEquals(group.replica(0).fields, group.replica(4).fields);
  }

  @Test
  void replicasOfTheReferenceDecideByEqualAnswers() {
    ReplicaGroup group = groupWith(4);
    group.makePlain(0, 1, 2, 3, 4);
    group.store(field("extra"), value("e", 90), 0, 1);
    group.begin(scan(10, Optional.empty()));
    group.settle();

    assertEquals(List.of("f0", "f1", "f2", "f3"), fields(group.answer()));
  }

  @Test
  void withoutEqualCountsOfTheReferenceTheThirdSmallestIsTaken() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.makePlain(0, 1, 2, 3, 4);
    int[] counts = {5, 1, 9, 7, 3};
    for (int i = 0; i < 5; i++) {
      for (int f = 0; f < counts[i]; f++) {
        group.store(field("f" + f), value("v", 1), i);
      }
    }
    group.begin(HCARD);
    group.settle();

    assertEquals(new Answer.Cardinality(5), group.answer());
  }

  @Test
  void twoReplicasAreNotEnough() {
    ReplicaGroup group = groupWith(1);
    group.kill(0, 1, 4);
    group.begin(HCARD);
    group.settle();

    assertTrue(group.refusal().isNetwork());
  }

  private static final Audience FIVE = Audience.of(List.of(0, 1, 2, 3, 4));

  private static StorageResponse distorted(
      StorageResponse response, UnaryOperator<MapPage> answer, UnaryOperator<Evidence> evidence) {
    return response instanceof StorageResponse.Succeeded(Answer.Page(var page), var told)
        ? new StorageResponse.Succeeded(new Answer.Page(answer.apply(page)), told.map(evidence))
        : response;
  }

  @Test
  void aPageThatContradictsItsEvidenceCountsAsNoAnswer() {
    ReplicaGroup group = groupWith(4);
    group.distort(
        0,
        response ->
            distorted(
                response,
                page ->
                    page.entries().isEmpty()
                        ? page
                        : new MapPage(page.entries().subList(1, page.entries().size()), false),
                UnaryOperator.identity()));
    group.begin(scan(10, Optional.empty()));
    group.settle();

    assertEquals(List.of("f0", "f1", "f2", "f3"), fields(group.answer()));
  }

  @Test
  void replicasThatKeepTheirPagesToThemselvesAreNotAskedForEver() {
    ReplicaGroup group = groupWith(4);
    for (int i = 0; i < 5; i++) {
      group.distort(
          i,
          response ->
              distorted(
                  response,
                  page -> new MapPage(List.of(), page.hasNext()),
                  _ -> new Evidence.OfDigest(4, 7, Optional.empty())));
    }
    group.begin(scan(10, Optional.empty()));
    group.settle();

    assertTrue(group.refusal().isNetwork());
    assertTrue(group.sent().size() < 40, "asked " + group.sent().size() + " times");
  }

  @Test
  void evidenceThatGoesBackwardsLeadsNobodyInCircles() {
    ReplicaGroup group = groupWith(250);
    for (int i = 0; i < 5; i++) {
      group.store(field("only" + i), value("x", 1_000 + i), i);
      group.distort(
          i,
          response ->
              distorted(
                  response,
                  UnaryOperator.identity(),
                  evidence ->
                      evidence instanceof Evidence.OfPage(var headers, _)
                          ? new Evidence.OfPage(headers, Optional.of(Bytes.utf8("f0")))
                          : evidence));
    }
    group.begin(HCARD);
    group.settle();

    assertTrue(group.refusal().isNetwork());
    assertTrue(group.sent().size() < 40, "asked " + group.sent().size() + " times");
  }

  @Test
  void twoReplicasOfTheReferenceDoNotWeakenAReadOfTheOthers() {
    ReplicaGroup group = groupWith(4);
    group.makePlain(0, 1);
    // Acknowledged by three, one of which has only one version to show.
    group.store(field("f2"), value("new", 90), 1, 2, 3);
    group.begin(scan(10, Optional.empty()));
    group.settle();

    Answer.Page answer = (Answer.Page) group.answer();
    assertEquals(List.of("f0", "f1", "f2", "f3"), fields(answer));
    assertEquals(Bytes.utf8("new"), answer.page().entries().get(2).record().value());
  }

  @Test
  void aPageOfTheReferenceKeepsTheOrderOfFields() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.makePlain(0, 1, 2, 3, 4);
    for (String name : List.of("b", "aa", "ccc")) {
      group.store(field(name), value("v", 1), 0, 1, 2);
    }
    group.store(field("x"), value("v", 1), 0, 3);
    group.store(field("y"), value("v", 1), 1, 4);
    group.begin(scan(10, Optional.empty()));
    group.settle();

    assertEquals(List.of("b", "aa", "ccc"), fields(group.answer()));
  }

  @Test
  void pagesOfTheReferenceWithNothingInCommonAreNoAnswer() {
    ReplicaGroup group = new ReplicaGroup(5);
    group.makePlain(0, 1, 2, 3, 4);
    for (int i = 0; i < 5; i++) {
      for (int f = 0; f < 5; f++) {
        group.store(field(i + "-" + f), value("v", 1), i);
      }
    }
    group.begin(scan(2, Optional.empty()));
    group.settle();

    assertTrue(group.refusal().isNetwork(), "a client could not go on from an empty page");
  }

  @Test
  void aReconciledPageFitsIntoOneFrame() {
    ReplicaGroup group = new ReplicaGroup(5);
    Bytes large = Bytes.wrap(new byte[1 << 20]);
    for (int i = 0; i < 12; i++) {
      StoredRecord record =
          StoredRecord.value(large, new Expiration(ReplicaGroup.NOW + 100), version(i));
      group.store(field("f" + (char) ('a' + i)), record, i % 5, (i + 1) % 5, (i + 2) % 5);
    }
    group.begin(scan(100, Optional.empty()));
    group.settle();

    MapPage page = ((Answer.Page) group.answer()).page();
    assertEquals(3, page.entries().size(), "what a replica puts on a page of 4 MiB");
    assertTrue(page.hasNext());
  }

  @Test
  void repairsOfManyDeletedFieldsComeInRounds() {
    ReplicaGroup group = new ReplicaGroup(5);
    for (int i = 0; i < 2_000; i++) {
      group.store(field(String.format("d%04d", i)), StoredRecord.tombstone(version(i)), 0, 1, 2);
    }
    group.begin(HCARD, FIVE);
    int most = 0;
    while (!group.waiting().isEmpty() || group.wake()) {
      most = Math.max(most, group.waiting().size());
      group.deliver(4, 3, 2, 1, 0);
    }

    assertEquals(group.replica(0).fields, group.replica(4).fields);
    assertTrue(most < 300, most + " calls at once");
  }

  @Test
  void aSpentBudgetLeavesLaggardsToTheNextReader() {
    ReplicaGroup group = groupWith(3);
    group.store(field("new"), value("n", 50), 0, 1, 2, 3);
    RepairBudget spent =
        new RepairBudget() {
          @Override
          public boolean tryBegin() {
            return false;
          }

          @Override
          public void end() {
            throw new AssertionError("nothing was granted");
          }
        };
    group.begin(HCARD, FIVE, spent);
    group.settle();

    assertEquals(new Answer.Cardinality(4), group.answer());
    assertEquals(3, group.replica(4).fields.size());
  }

  @Test
  void whatTheBudgetGrantsIsGivenBackOnce() {
    int[] places = {1};
    RepairBudget one =
        new RepairBudget() {
          @Override
          public boolean tryBegin() {
            return places[0]-- > 0;
          }

          @Override
          public void end() {
            places[0]++;
          }
        };
    ReplicaGroup group = groupWith(3);
    group.store(field("new"), value("n", 50), 0, 1, 2, 3);
    group.begin(HCARD, FIVE, one);
    group.settle();

    assertEquals(1, places[0]);
    assertEquals(group.replica(0).fields, group.replica(4).fields);
  }
}
