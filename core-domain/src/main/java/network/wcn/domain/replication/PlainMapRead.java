package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.FieldOrder;
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
  /** Apart from the rounds of digests and of reconciliation. */
  private static final int ROUND = 200;

  private final Operation.MapRead read;
  private final List<Integer> replicas;
  private final Calls calls;
  private final Failures failures;
  private final List<Answer> answers = new ArrayList<>();

  PlainMapRead(Operation.MapRead read, List<Integer> replicas, Calls calls) {
    this.read = read;
    this.replicas = replicas;
    this.calls = calls;
    this.failures = new Failures(replicas.size());
  }

  /** Returns whether {@code answer} is of the kind that {@code read} has. */
  static boolean fits(Operation.MapRead read, Answer answer) {
    return switch (read) {
      case Operation.HCard _ -> answer instanceof Answer.Cardinality;
      case Operation.HScan _ -> answer instanceof Answer.Page;
    };
  }

  /** Returns how many entries a page holds at the most. */
  private long wanted() {
    return read instanceof Operation.HScan scan
        ? Math.max(1, Integer.toUnsignedLong(scan.count()))
        : 0;
  }

  void begin() {
    StorageRequest request = calls.request(read, null);
    for (int replica : replicas) {
      calls.ask(replica, Purpose.QUERY, ROUND, request);
    }
  }

  void onReply(Calls.Pending pending, ReplicaReply reply) {
    if (pending.round() != ROUND || calls.isAnswered()) {
      return;
    }
    switch (reply) {
      case ReplicaReply.Failed failed -> failures.add(failed.reason());
      case ReplicaReply.Answered(StorageResponse.Refused refused) ->
          failures.add(refused.refusal());
      case ReplicaReply.Answered(StorageResponse.Succeeded(var answer, _))
          when fits(read, answer) ->
          answers.add(answer);
      case ReplicaReply.Answered(StorageResponse.Succeeded _) ->
          failures.add(ReplicaReply.Reason.BROKEN);
    }
    int majority = Audience.majority(replicas.size());
    for (Answer answer : answers) {
      if (Collections.frequency(answers, answer) >= majority) {
        calls.answer(StorageResponse.of(answer));
        return;
      }
    }
    if (!failures.leaveMajority()) {
      calls.answer(StorageResponse.of(failures.refusal()));
    } else if (calls.outstanding(Purpose.QUERY, ROUND) == 0) {
      calls.answer(read instanceof Operation.HCard ? commonSize(majority) : commonPage(majority));
    }
  }

  private StorageResponse commonSize(int majority) {
    List<Long> counts = new ArrayList<>();
    for (Answer answer : answers) {
      if (answer instanceof Answer.Cardinality(long count)) {
        counts.add(count);
      }
    }
    counts.sort(Long::compareUnsigned);
    return StorageResponse.of(new Answer.Cardinality(counts.get(majority - 1)));
  }

  private StorageResponse commonPage(int majority) {
    TreeMap<Bytes, List<LiveRecord>> seen = new TreeMap<>(FieldOrder.INSTANCE);
    int votesForNext = 0;
    for (Answer answer : answers) {
      if (answer instanceof Answer.Page(MapPage page)) {
        for (MapEntry entry : new HashSet<>(page.entries())) {
          seen.computeIfAbsent(entry.field(), _ -> new ArrayList<>()).add(entry.record());
        }
        votesForNext += page.hasNext() ? 1 : 0;
      }
    }
    List<MapEntry> agreed = new ArrayList<>();
    for (Map.Entry<Bytes, List<LiveRecord>> field : seen.entrySet()) {
      for (LiveRecord record : field.getValue()) {
        if (Collections.frequency(field.getValue(), record) >= majority) {
          agreed.add(new MapEntry(field.getKey(), record));
          break;
        }
      }
    }
    boolean hasNext = votesForNext >= majority;
    if (hasNext && agreed.isEmpty()) {
      // A client could not go on from an empty page: another node may find the replicas agreed.
      return StorageResponse.of(Refusal.network("the replicas' pages have no entry in common"));
    }
    int wanted = (int) Math.min(wanted(), agreed.size());
    return StorageResponse.of(
        new Answer.Page(new MapPage(agreed.subList(0, wanted), hasNext || wanted < agreed.size())));
  }
}
