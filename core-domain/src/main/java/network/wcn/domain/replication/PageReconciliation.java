package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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
 * Reads a stretch of a map from replicas that differ: merges every field, and writes back what one
 * of them does not hold before it counts as read.
 *
 * <p>Goes round by round. A round asks for a page of everybody, takes the first answers that are
 * enough, and looks only at the fields which all of these pages cover.
 */
final class PageReconciliation {
  /** Live fields per page and replica. */
  private static final int PAGE_FIELDS = 100;

  /** Repairs of one round, but for those of its last field. */
  private static final int MOST_REPAIRS = 200;

  /** Number of the first round, so that its replies are told from those of digests. */
  static final int FIRST_ROUND = 1_000;

  static final int MOST_ROUNDS = 10_000;

  private final Operation.MapRead read;
  private final List<Integer> participants;
  private final int required;
  private final long nowUnixSeconds;
  private final Calls calls;

  /** How many live fields the client wants. */
  private final long wanted;

  private final List<MapEntry> collected = new ArrayList<>();
  private long collectedBytes;
  private long collectedCount;

  /** Whether a live field was met that does not fit into the answer any more. */
  private boolean full;

  private final int lastRound;
  private int round;
  private Optional<Bytes> cursor;
  private Operation.HScan asked;

  private Map<Integer, Evidence.OfPage> pages = new LinkedHashMap<>();
  private Map<Integer, Map<Bytes, LiveRecord>> values = new HashMap<>();
  private Failures failures;
  private boolean someoneTellsNothing;
  private boolean merging;
  private int awaitedRepairs;
  private boolean repairFailed;
  private boolean over;
  private boolean complete;

  /** Up to which field the round looks, inclusive; nothing if to the map's end. */
  private @Nullable Bytes bound;

  private List<MapEntry> live = new ArrayList<>();

  /**
   * Prepares a reconciliation.
   *
   * @param participants whom to ask
   * @param required how many of them have to answer each round, and to hold every field after it: a
   *     majority of the replica set, unless the client was answered already
   * @param firstRound number of the first of at most {@link #MOST_ROUNDS} rounds, which no other
   *     reconciliation of this operation uses
   */
  PageReconciliation(
      Operation.MapRead read,
      List<Integer> participants,
      int required,
      long nowUnixSeconds,
      Calls calls,
      int firstRound) {
    this.read = read;
    this.participants = participants;
    this.required = required;
    this.nowUnixSeconds = nowUnixSeconds;
    this.calls = calls;
    this.round = firstRound;
    this.lastRound = firstRound + MOST_ROUNDS;
    this.failures = new Failures(participants.size());
    this.cursor = read instanceof Operation.HScan scan ? scan.cursor() : Optional.empty();
    this.wanted =
        read instanceof Operation.HScan scan
            ? Math.min(
                Math.max(1, Integer.toUnsignedLong(scan.count())), PageLimits.DEFAULT.maxEntries())
            : Long.MAX_VALUE;
    this.asked = nextPage();
  }

  private Operation.HScan nextPage() {
    // One more than is missing tells whether anything follows.
    long missing = Math.min(PAGE_FIELDS, wanted - collectedCount + 1);
    return new Operation.HScan(read.namespace(), read.key(), (int) Math.max(1, missing), cursor);
  }

  void begin() {
    StorageRequest request =
        calls.request(asked, new RequestTrailer.Read(Detail.FULL, nowUnixSeconds));
    for (int replica : participants) {
      calls.ask(replica, Purpose.QUERY, round, request);
    }
  }

  /** Returns whether nothing more will come of this, neither repairs nor an answer. */
  boolean isOver() {
    return over;
  }

  /** Returns whether this read all that was wanted. */
  boolean isComplete() {
    return complete;
  }

  /** Returns whether this failed because too few replicas bring evidence. */
  boolean lacksEvidence() {
    return over && someoneTellsNothing;
  }

  void onReply(Calls.Pending pending, ReplicaReply reply) {
    if (over || pending.round() != round) {
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
      case ReplicaReply.Answered(StorageResponse.Succeeded(Answer.Page(var shown), var evidence))
          when evidence.orElse(null) instanceof Evidence.OfPage page
              && PageEvidence.isSound(page, shown, asked, nowUnixSeconds) -> {
        pages.put(replica, page);
        Map<Bytes, LiveRecord> byField = new HashMap<>();
        shown.entries().forEach(entry -> byField.put(entry.field(), entry.record()));
        values.put(replica, byField);
      }
      case ReplicaReply.Answered(StorageResponse.Succeeded(_, var evidence)) -> {
        failures.add(ReplicaReply.Reason.BROKEN);
        someoneTellsNothing |= evidence.isEmpty();
      }
    }
    if (pages.size() >= required) {
      mergePages();
    } else if (participants.size() - failures.count() < required) {
      over = true;
      if (!someoneTellsNothing) {
        calls.answer(StorageResponse.of(failures.refusal()));
      }
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
    for (Map.Entry<Bytes, Map<Integer, ReplicaState>> field : statesUpToBound().entrySet()) {
      if (awaitedRepairs >= MOST_REPAIRS) {
        break; // The rest comes with the next round, which begins behind the bound.
      }
      mergeField(field.getKey(), field.getValue());
      if (awaitedRepairs >= MOST_REPAIRS) {
        bound = field.getKey();
      }
    }
    finishRoundIfReady();
  }

  private SortedMap<Bytes, Map<Integer, ReplicaState>> statesUpToBound() {
    SortedMap<Bytes, Map<Integer, ReplicaState>> states = new TreeMap<>(FieldOrder.INSTANCE);
    pages.forEach((replica, page) -> {
      for (Evidence.FieldHeader field : page.fields()) {
        if (bound != null && FieldOrder.INSTANCE.compare(field.field(), bound) > 0) {
          break;
        }
        states
            .computeIfAbsent(field.field(), _ -> new LinkedHashMap<>(8))
            .put(replica, stateOf(replica, field));
      }
    });
    return states;
  }

  private ReplicaState stateOf(int replica, Evidence.FieldHeader field) {
    Map<Bytes, LiveRecord> shown = values.getOrDefault(replica, Map.of());
    // Sound evidence agrees with what is shown.
    return ReplicaState.exact(
            field.header(),
            Optional.ofNullable(shown.get(field.field())),
            field.hiddenPayload(),
            nowUnixSeconds)
        .orElse(ReplicaState.NOTHING);
  }

  private void mergeField(Bytes field, Map<Integer, ReplicaState> states) {
    Optional<StoredRecord> merged = ReplicaState.merge(states.values());
    for (int replica : pages.keySet()) {
      ReplicaState state = states.getOrDefault(replica, ReplicaState.NOTHING);
      if (merged.isPresent() && !state.holds(merged, nowUnixSeconds)) {
        awaitedRepairs++;
        calls.ask(
            replica,
            Purpose.REPAIR,
            round,
            Repairs.request(calls, read.mapKey().field(field), merged.get()));
      }
    }
    merged
        .flatMap(record -> LiveRecord.of(record, nowUnixSeconds))
        .ifPresent(record -> live.add(new MapEntry(field, record)));
  }

  private void onRepaired(ReplicaReply reply) {
    awaitedRepairs--;
    repairFailed |= !Repairs.succeeded(reply);
    finishRoundIfReady();
  }

  /** Ends the round once all repairs are in: then whoever answered it holds every field of it. */
  private void finishRoundIfReady() {
    if (awaitedRepairs > 0) {
      return;
    }
    if (repairFailed && !calls.isAnswered()) {
      giveUp("the map could not be brought to a majority of its replicas");
      return;
    }
    live.forEach(this::collect);
    if (bound == null || full) {
      answer();
    } else if (round >= lastRound) {
      giveUp("the map has too many fields that differ");
    } else {
      nextRound();
    }
  }

  private void giveUp(String reason) {
    over = true;
    calls.answer(StorageResponse.of(Refusal.network(reason)));
  }

  private void collect(MapEntry entry) {
    long size = (long) entry.field().size() + entry.record().value().size();
    boolean fits =
        collectedCount < wanted
            && (collectedCount == 0 || collectedBytes + size <= PageLimits.DEFAULT.maxBytes());
    if (read instanceof Operation.HScan && (full || !fits)) {
      full = true;
      return;
    }
    collectedCount++;
    if (read instanceof Operation.HScan) {
      collectedBytes += size;
      collected.add(entry);
    }
  }

  private void nextRound() {
    round++;
    cursor = Optional.ofNullable(bound);
    pages = new LinkedHashMap<>();
    values = new HashMap<>();
    live = new ArrayList<>();
    failures = new Failures(participants.size());
    merging = false;
    repairFailed = false;
    asked = nextPage();
    begin();
  }

  private void answer() {
    over = true;
    complete = true;
    calls.answer(
        StorageResponse.of(
            read instanceof Operation.HScan
                ? new Answer.Page(new MapPage(collected, full || bound != null))
                : new Answer.Cardinality(collectedCount)));
  }
}
