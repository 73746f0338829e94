package network.wcn.domain.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Calls.Purpose;
import network.wcn.domain.replication.RequestTrailer.Detail;
import org.jspecify.annotations.Nullable;

/**
 * A read of a page or of a map's size: digests first, so that a page crosses the network once.
 *
 * <p>One replica is asked for the page, the others for a hash over the same fields. A majority of
 * equal digests holds everything that was ever acknowledged, and its page is the answer. Where no
 * majority agrees, which writes under way may cause, the digests are asked for once more, and then
 * the replicas are reconciled field by field ({@link PageReconciliation}). Replicas found behind
 * after the answer are looked at again a little later and reconciled too.
 *
 * <p>Where a replica knows no digests, all are asked for plain answers ({@link PlainMapRead}).
 */
final class MapReadCoordination implements Coordination {
  /** How long to wait for replicas that could still make a majority of equal digests. */
  private static final Duration SETTLING = Duration.ofMillis(25);

  /** After which time a replica that still differs lags, rather than being written to. */
  private static final Duration CHECKING = Duration.ofMillis(300);

  private static final int DIGEST_ROUNDS = 2;
  private static final int CHECK_ROUND = 100;
  private static final int WAKE_CHECK = 1_000;

  private final Operation.MapRead read;
  private final CoordinationContext context;
  private final List<Integer> replicas;
  private final Calls calls;
  private Failures failures;

  private final Map<Integer, PageDigest> digests = new LinkedHashMap<>();
  private final List<Integer> lagging = new ArrayList<>();
  private int round;
  private boolean waiting;
  private Evidence.@Nullable OfDigest agreed;
  private @Nullable PageReconciliation reconciliation;
  private @Nullable PlainMapRead plain;

  MapReadCoordination(Operation.MapRead read, CoordinationContext context) {
    this.read = read;
    this.context = context;
    this.replicas = context.audience().groups().getFirst();
    this.calls = new Calls(context.keyspaceVersion());
    this.failures = new Failures(replicas.size());
  }

  @Override
  public List<CoordinatorEffect> begin() {
    askForDigests();
    return calls.take();
  }

  private void askForDigests() {
    for (int replica : replicas) {
      boolean wantsPage = read instanceof Operation.HScan && replica == context.preferred();
      ask(replica, Purpose.QUERY, wantsPage ? Detail.FULL : Detail.DIGEST);
    }
  }

  private void ask(int replica, Purpose purpose, Detail detail) {
    calls.ask(
        replica,
        purpose,
        purpose == Purpose.CHECK ? CHECK_ROUND : round,
        calls.request(read, new RequestTrailer.Read(detail, context.nowUnixSeconds())));
  }

  @Override
  public List<CoordinatorEffect> onReply(int call, ReplicaReply reply) {
    Calls.Pending pending = calls.settle(call);
    if (reconciliation != null) {
      reconciliation.onReply(pending, reply);
    } else if (plain != null) {
      plain.onReply(pending, reply);
    } else if (pending.purpose() == Purpose.CHECK) {
      onChecked(pending.replica(), reply);
    } else if (pending.round() == round) {
      onDigest(pending.replica(), reply);
    }
    return calls.take();
  }

  private void onDigest(int replica, ReplicaReply reply) {
    digests.remove(replica);
    switch (reply) {
      case ReplicaReply.Failed failed -> failures.add(failed.reason());
      case ReplicaReply.Answered(StorageResponse.Refused refused) ->
          failures.add(refused.refusal());
      case ReplicaReply.Answered(StorageResponse.Succeeded succeeded) -> {
        Optional<PageDigest> digest = PageDigest.of(succeeded, context.nowUnixSeconds());
        if (digest.isEmpty()) {
          if (!calls.isAnswered()) {
            readPlainly();
          }
          return;
        }
        digests.put(replica, digest.get());
      }
    }
    if (!calls.isAnswered()) {
      decide();
    }
    if (calls.isAnswered()) {
      scheduleCheckOnceAllReplied();
    }
  }

  private void readPlainly() {
    plain = new PlainMapRead(read, replicas, calls, round + 1);
    plain.begin();
  }

  private void decide() {
    Optional<Evidence.OfDigest> majority = majorityDigest();
    int outstanding = calls.outstanding(Purpose.QUERY, round);
    if (majority.isPresent()) {
      agreed = majority.get();
      answerOrFetchPage(agreed);
    } else if (!failures.leaveMajority()) {
      calls.answer(StorageResponse.of(failures.refusal()));
    } else if (outstanding == 0) {
      tryHarder();
    } else if (digests.size() >= Audience.majority(replicas.size())) {
      waitOnce();
    }
  }

  private Optional<Evidence.OfDigest> majorityDigest() {
    for (PageDigest candidate : digests.values()) {
      long equal =
          digests.values().stream().filter(d -> d.digest().equals(candidate.digest())).count();
      if (equal >= Audience.majority(replicas.size())) {
        return Optional.of(candidate.digest());
      }
    }
    return Optional.empty();
  }

  private void answerOrFetchPage(Evidence.OfDigest digest) {
    if (read instanceof Operation.HCard) {
      calls.answer(StorageResponse.of(new Answer.Cardinality(digest.liveCount())));
      return;
    }
    Optional<MapPage> page =
        digests.values().stream()
            .filter(d -> d.digest().equals(digest))
            .flatMap(d -> Optional.ofNullable(d.page()).stream())
            .findFirst();
    if (page.isPresent() && page.get().hasNext() && page.get().entries().isEmpty()) {
      // Only dead fields so far: a client has no cursor to go on from, so go on for it.
      reconcile(replicas, Audience.majority(replicas.size()));
    } else if (page.isPresent()) {
      calls.answer(StorageResponse.of(new Answer.Page(page.get())));
    } else if (calls.outstanding(Purpose.QUERY, round) == 0) {
      fetchPage(digest);
    } else {
      waitOnce();
    }
  }

  /** Asks a replica that agrees for the page; what comes back is judged like any other answer. */
  private void fetchPage(Evidence.OfDigest digest) {
    for (Map.Entry<Integer, PageDigest> entry : digests.entrySet()) {
      if (entry.getValue().digest().equals(digest) && entry.getValue().page() == null) {
        ask(entry.getKey(), Purpose.QUERY, Detail.FULL);
        return;
      }
    }
    tryHarder();
  }

  private void waitOnce() {
    if (!waiting) {
      waiting = true;
      calls.wakeAfter(round, SETTLING);
    }
  }

  @Override
  public List<CoordinatorEffect> onDeadline() {
    return calls.expire();
  }

  @Override
  public List<CoordinatorEffect> onWake(int wake) {
    if (wake == WAKE_CHECK) {
      checkLagging();
    } else if (wake == round && !calls.isAnswered() && reconciliation == null && plain == null) {
      Optional<Evidence.OfDigest> majority = majorityDigest();
      if (majority.isPresent() && read instanceof Operation.HScan) {
        fetchPage(majority.get());
      } else {
        tryHarder();
      }
    }
    return calls.take();
  }

  private void tryHarder() {
    round++;
    waiting = false;
    if (round < DIGEST_ROUNDS) {
      digests.clear();
      failures = new Failures(replicas.size());
      askForDigests();
    } else {
      reconcile(replicas, Audience.majority(replicas.size()));
    }
  }

  private void reconcile(List<Integer> participants, int required) {
    reconciliation =
        new PageReconciliation(
            read, participants, required, replicas.size(), context.nowUnixSeconds(), calls);
    reconciliation.begin();
  }

  private void scheduleCheckOnceAllReplied() {
    if (agreed == null || calls.outstanding(Purpose.QUERY, round) > 0 || !lagging.isEmpty()) {
      return;
    }
    digests.forEach((replica, digest) -> {
      if (!digest.digest().equals(agreed)) {
        lagging.add(replica);
      }
    });
    if (!lagging.isEmpty()) {
      calls.wakeAfter(WAKE_CHECK, CHECKING);
    }
  }

  /** Asks the replicas that differed, and one that did not, how they compare now. */
  private void checkLagging() {
    Evidence.OfDigest before = agreed;
    for (Map.Entry<Integer, PageDigest> entry : digests.entrySet()) {
      if (entry.getValue().digest().equals(before)) {
        lagging.add(entry.getKey());
        break;
      }
    }
    digests.clear();
    for (int replica : lagging) {
      ask(replica, Purpose.CHECK, Detail.DIGEST);
    }
  }

  private void onChecked(int replica, ReplicaReply reply) {
    if (reply instanceof ReplicaReply.Answered(StorageResponse.Succeeded succeeded)) {
      PageDigest.of(succeeded, context.nowUnixSeconds())
          .ifPresent(digest -> digests.put(replica, digest));
    }
    boolean differ = digests.values().stream().map(PageDigest::digest).distinct().count() > 1;
    if (calls.outstanding(Purpose.CHECK, CHECK_ROUND) == 0 && differ) {
      List<Integer> participants = List.copyOf(digests.keySet());
      round = DIGEST_ROUNDS;
      reconcile(participants, participants.size());
    }
  }
}
