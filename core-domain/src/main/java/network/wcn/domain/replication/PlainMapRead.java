package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Calls.Purpose;

/**
 * A read of a page or a map's size from replicas that answer as the reference does: equal answers
 * are counted.
 *
 * <p>Without a majority of equal ones, the size is the smallest that a majority reaches or
 * undercuts, and the page holds the entries that a majority gave.
 *
 * @see "protocol/wire.md section 5"
 */
final class PlainMapRead {
  private final Operation.MapRead read;
  private final List<Integer> replicas;
  private final Calls calls;
  private final int round;
  private final Failures failures;
  private final List<Answer> answers = new ArrayList<>();

  PlainMapRead(Operation.MapRead read, List<Integer> replicas, Calls calls, int round) {
    this.read = read;
    this.replicas = replicas;
    this.calls = calls;
    this.round = round;
    this.failures = new Failures(replicas.size());
  }

  void begin() {
    StorageRequest request = calls.request(read, null);
    for (int replica : replicas) {
      calls.ask(replica, Purpose.QUERY, round, request);
    }
  }

  void onReply(Calls.Pending pending, ReplicaReply reply) {
    if (pending.round() != round || calls.isAnswered()) {
      return;
    }
    switch (reply) {
      case ReplicaReply.Failed failed -> failures.add(failed.reason());
      case ReplicaReply.Answered(StorageResponse.Refused refused) ->
          failures.add(refused.refusal());
      case ReplicaReply.Answered(StorageResponse.Succeeded succeeded) ->
          answers.add(succeeded.answer());
    }
    int majority = Audience.majority(replicas.size());
    for (Answer answer : answers) {
      if (answers.stream().filter(answer::equals).count() >= majority) {
        calls.answer(StorageResponse.of(answer));
        return;
      }
    }
    if (!failures.leaveMajority()) {
      calls.answer(StorageResponse.of(failures.refusal()));
    } else if (calls.outstanding(Purpose.QUERY, round) == 0) {
      calls.answer(StorageResponse.of(withoutMajority(majority)));
    }
  }

  private Answer withoutMajority(int majority) {
    if (read instanceof Operation.HCard) {
      List<Long> counts = new ArrayList<>();
      for (Answer answer : answers) {
        if (answer instanceof Answer.Cardinality(long count)) {
          counts.add(count);
        }
      }
      counts.sort(Long::compareUnsigned);
      return new Answer.Cardinality(counts.size() < majority ? 0 : counts.get(majority - 1));
    }
    Map<MapEntry, Integer> votes = new HashMap<>();
    int votesForNext = 0;
    for (Answer answer : answers) {
      if (answer instanceof Answer.Page(MapPage page)) {
        page.entries().stream().distinct().forEach(e -> votes.merge(e, 1, Integer::sum));
        votesForNext += page.hasNext() ? 1 : 0;
      }
    }
    List<MapEntry> agreed =
        votes.entrySet().stream()
            .filter(vote -> vote.getValue() >= majority)
            .map(Map.Entry::getKey)
            .sorted((left, right) -> left.field().compareTo(right.field()))
            .toList();
    return new Answer.Page(new MapPage(agreed, votesForNext >= majority));
  }
}
