package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.Calls.Purpose;
import network.wcn.domain.replication.RequestTrailer.Detail;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stretch of a map from replicas that differ: merges every field, and writes back what a
 * majority does not hold before it counts as read.
 *
 * <p>Goes round by round. A round asks for a page of everybody, takes the first answers that are
 * enough, and looks only at the fields which all of these pages cover.
 */
final class PageReconciliation {
  /** Live fields per page and replica: bounds how many repairs are under way. */
  private static final int PAGE_FIELDS = 100;

  private static final int MAX_ROUNDS = 10_000;

  private final Operation.MapRead read;
  private final List<Integer> participants;
  private final int required;
  private final int majority;
  private final long nowUnixSeconds;
  private final Calls calls;
  private final long wanted;

  private final List<MapEntry> collected = new ArrayList<>();
  private long collectedCount;
  private int round = 1_000;
  private Optional<Bytes> cursor;

  private Map<Integer, Evidence.OfPage> pages = new LinkedHashMap<>();
  private Map<Integer, Map<Bytes, LiveRecord>> values = new HashMap<>();
  private Failures failures;
  private boolean merging;
  private int awaited;
  private boolean repairFailed;
  private @Nullable Bytes bound;
  private TreeMap<Bytes, FieldTally> fields = new TreeMap<>(FieldOrder.INSTANCE);

  /** How far one field of the round is. */
  private static final class FieldTally {
    final Optional<StoredRecord> merged;
    int holders;

    FieldTally(Optional<StoredRecord> merged) {
      this.merged = merged;
    }
  }

  /**
   * Prepares a reconciliation.
   *
   * @param participants whom to ask
   * @param required how many of them have to answer each round
   * @param replicaSetSize of which a majority has to hold each field, unless the client was
   *     answered already
   */
  PageReconciliation(
      Operation.MapRead read,
      List<Integer> participants,
      int required,
      int replicaSetSize,
      long nowUnixSeconds,
      Calls calls) {
    this.read = read;
    this.participants = participants;
    this.required = required;
    this.majority = Audience.majority(replicaSetSize);
    this.nowUnixSeconds = nowUnixSeconds;
    this.calls = calls;
    this.failures = new Failures(participants.size());
    this.cursor = read instanceof Operation.HScan scan ? scan.cursor() : Optional.empty();
    this.wanted =
        read instanceof Operation.HScan scan
            ? Math.min(
                Math.max(1, Integer.toUnsignedLong(scan.count())), PageLimits.DEFAULT.maxEntries())
            : Long.MAX_VALUE;
  }

  void begin() {
    long missing = Math.min(PAGE_FIELDS, wanted - collectedCount + 1);
    StorageRequest request =
        calls.request(
            new Operation.HScan(read.namespace(), read.key(), (int) Math.max(1, missing), cursor),
            new RequestTrailer.Read(Detail.FULL, nowUnixSeconds));
    for (int replica : participants) {
      calls.ask(replica, Purpose.QUERY, round, request);
    }
  }

  void onReply(Calls.Pending pending, ReplicaReply reply) {
    if (pending.round() != round) {
      return;
    }
    if (pending.purpose() == Purpose.REPAIR) {
      onRepaired(reply);
    } else if (!merging) {
      onPage(pending.replica(), reply);
    }
  }

  private void onPage(int replica, ReplicaReply reply) {
    switch (reply) {
      case ReplicaReply.Failed failed -> failures.add(failed.reason());
      case ReplicaReply.Answered(StorageResponse.Refused refused) ->
          failures.add(refused.refusal());
      case ReplicaReply.Answered(StorageResponse.Succeeded(Answer.Page answer, var evidence))
          when evidence.orElse(null) instanceof Evidence.OfPage page -> {
        pages.put(replica, page);
        Map<Bytes, LiveRecord> live = new HashMap<>();
        answer.page().entries().forEach(entry -> live.put(entry.field(), entry.record()));
        values.put(replica, live);
      }
      case ReplicaReply.Answered(StorageResponse.Succeeded _) ->
          failures.add(ReplicaReply.Reason.BROKEN);
    }
    if (pages.size() >= required) {
      mergePages();
    } else if (participants.size() - failures.count() < required) {
      calls.answer(StorageResponse.of(failures.refusal()));
    }
  }

  private void mergePages() {
    merging = true;
    bound = null;
    for (Evidence.OfPage page : pages.values()) {
      Bytes until = page.coveredUntil().orElse(null);
      if (until != null && (bound == null || FieldOrder.INSTANCE.compare(until, bound) < 0)) {
        bound = until;
      }
    }
    TreeMap<Bytes, Map<Integer, ReplicaState>> states = new TreeMap<>(FieldOrder.INSTANCE);
    pages.forEach((replica, page) -> {
      for (Evidence.FieldHeader field : page.fields()) {
        if (bound == null || FieldOrder.INSTANCE.compare(field.field(), bound) <= 0) {
          states
              .computeIfAbsent(field.field(), _ -> new LinkedHashMap<>())
              .put(replica, stateOf(replica, field));
        }
      }
    });
    states.forEach(this::repairWhereNeeded);
    finishRoundIfReady();
  }

  private ReplicaState stateOf(int replica, Evidence.FieldHeader field) {
    Map<Bytes, LiveRecord> live = values.getOrDefault(replica, Map.of());
    return ReplicaState.exact(
        Optional.of(field.header()),
        Optional.ofNullable(live.get(field.field())),
        field.hiddenPayload(),
        nowUnixSeconds);
  }

  private void repairWhereNeeded(Bytes field, Map<Integer, ReplicaState> states) {
    FieldTally tally = new FieldTally(ReplicaState.merge(states.values()));
    fields.put(field, tally);
    for (int replica : pages.keySet()) {
      ReplicaState state = states.getOrDefault(replica, ReplicaState.NOTHING);
      if (state.holds(tally.merged, nowUnixSeconds)) {
        tally.holders++;
      } else if (tally.merged.isPresent()) {
        awaited++;
        calls.ask(
            replica,
            Purpose.REPAIR,
            round,
            Repairs.request(calls, read.mapKey().field(field), tally.merged.get()));
      }
    }
  }

  private void onRepaired(ReplicaReply reply) {
    awaited--;
    if (!(reply instanceof ReplicaReply.Answered(StorageResponse.Succeeded _))) {
      repairFailed = true;
    }
    finishRoundIfReady();
  }

  /**
   * Ends the round once no field waits: all repairs are in, or every field has its majority
   * already. Repairs are few beyond that, so one count for the round is enough.
   */
  private void finishRoundIfReady() {
    boolean allHeld =
        fields.values().stream().allMatch(tally -> tally.holders >= Math.min(majority, required));
    if (awaited > 0 && !allHeld) {
      return;
    }
    if (repairFailed && !allHeld && !calls.isAnswered()) {
      calls.answer(
          StorageResponse.of(
              Refusal.network("the map could not be brought to a majority of its replicas")));
      return;
    }
    fields.forEach((field, tally) ->
        tally
            .merged
            .flatMap(record -> LiveRecord.of(record, nowUnixSeconds))
            .ifPresent(record -> collect(new MapEntry(field, record))));
    if (bound == null || collectedCount > wanted || round > 1_000 + MAX_ROUNDS) {
      answer();
    } else {
      nextRound();
    }
  }

  private void collect(MapEntry entry) {
    collectedCount++;
    if (read instanceof Operation.HScan && collectedCount <= wanted) {
      collected.add(entry);
    }
  }

  private void nextRound() {
    round++;
    cursor = Optional.ofNullable(bound);
    pages = new LinkedHashMap<>();
    values = new HashMap<>();
    fields = new TreeMap<>(FieldOrder.INSTANCE);
    failures = new Failures(participants.size());
    merging = false;
    repairFailed = false;
    awaited = 0;
    begin();
  }

  private void answer() {
    boolean more = bound != null || collectedCount > wanted;
    calls.answer(
        StorageResponse.of(
            read instanceof Operation.HScan
                ? new Answer.Page(new MapPage(collected, more))
                : new Answer.Cardinality(collectedCount)));
  }
}
