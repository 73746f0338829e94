package network.wcn.domain.replication;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * after the answer are looked at again a little later and reconciled too, and so are all after a
 * reconciliation, which does not wait for the slow ({@link LagCheck}).
 *
 * <p>Where fewer than a majority know digests, all are asked for plain answers ({@link
 * PlainMapRead}).
 */
final class MapReadCoordination implements Coordination {
  /** How long to wait for replicas that could still make a majority of equal digests. */
  private static final Duration SETTLING = Duration.ofMillis(25);

  private static final int DIGEST_ROUNDS = 2;
  private static final int WAKE_CHECK = 1_000;

  private final Operation.MapRead read;
  private final CoordinationContext context;
  private final List<Integer> replicas;
  private final Calls calls;
  private final LagCheck lagCheck;

  private final Map<Integer, PageDigest> digests = new LinkedHashMap<>(8);
  private final Set<Integer> askedForPage = new HashSet<>(2);
  private Failures failures;
  private int withoutEvidence;
  private int round;
  private boolean waiting;
  private boolean planned;
  private Evidence.@Nullable OfDigest agreed;
  private @Nullable PageReconciliation reconciliation;
  private @Nullable PlainMapRead plain;

  MapReadCoordination(Operation.MapRead read, CoordinationContext context) {
    this.read = read;
    this.context = context;
    this.replicas = context.audience().groups().getFirst();
    this.calls = new Calls(context.keyspaceVersion());
    this.lagCheck = new LagCheck(read, context, calls);
    this.failures = new Failures(replicas.size());
  }

  @Override
  public List<CoordinatorEffect> begin() {
    askForDigests();
    return calls.take();
  }

  private void askForDigests() {
    StorageRequest forDigest = request(Detail.DIGEST);
    for (int replica : replicas) {
      if (read instanceof Operation.HScan && replica == context.preferred()) {
        askForPage(replica);
      } else {
        calls.ask(replica, Purpose.QUERY, round, forDigest);
      }
    }
  }

  private void askForPage(int replica) {
    askedForPage.add(replica);
    calls.ask(replica, Purpose.QUERY, round, request(Detail.FULL));
  }

  private StorageRequest request(Detail detail) {
    return calls.request(read, new RequestTrailer.Read(detail, context.nowUnixSeconds()));
  }

  @Override
  public List<CoordinatorEffect> onReply(int call, ReplicaReply reply) {
    Calls.Pending pending = calls.settle(call);
    if (lagCheck.isBegun()) {
      lagCheck.onReply(pending, reply);
    } else if (plain != null) {
      plain.onReply(pending, reply);
    } else if (reconciliation != null) {
      reconciliation.onReply(pending, reply);
      if (reconciliation.lacksEvidence() && !calls.isAnswered()) {
        readPlainly();
      } else if (reconciliation.isComplete() && !planned) {
        planned = true;
        lagCheck.plan(replicas, WAKE_CHECK);
      }
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
      case ReplicaReply.Answered(StorageResponse.Succeeded(var answer, var evidence))
          when PlainMapRead.fits(read, answer) -> {
        if (evidence.isEmpty()) {
          withoutEvidence++;
        } else {
          PageDigest.of(read, answer, evidence.get(), context.nowUnixSeconds())
              .ifPresentOrElse(
                  digest -> digests.put(replica, digest),
                  () -> failures.add(ReplicaReply.Reason.BROKEN));
        }
      }
      case ReplicaReply.Answered(StorageResponse.Succeeded _) ->
          failures.add(ReplicaReply.Reason.BROKEN);
    }
    if (!calls.isAnswered()) {
      decide();
    }
    if (calls.isAnswered()) {
      planLagCheckOnceAllReplied();
    }
  }

  private void readPlainly() {
    plain = new PlainMapRead(read, replicas, calls);
    plain.begin();
  }

  private void decide() {
    int majority = Audience.majority(replicas.size());
    int outstanding = calls.outstanding(Purpose.QUERY, round);
    Evidence.OfDigest winner = majorityDigest();
    if (winner != null) {
      agreed = winner;
      answerOrFetchPage(winner);
    } else if (!failures.leaveMajority()) {
      calls.answer(StorageResponse.of(failures.refusal()));
    } else if (replicas.size() - failures.count() - withoutEvidence < majority) {
      readPlainly();
    } else if (outstanding == 0) {
      tryHarder();
    } else if (digests.size() >= majority) {
      waitOnce();
    }
  }

  private Evidence.@Nullable OfDigest majorityDigest() {
    int majority = Audience.majority(replicas.size());
    if (digests.size() < majority) {
      return null;
    }
    for (PageDigest candidate : digests.values()) {
      int equal = 0;
      for (PageDigest other : digests.values()) {
        equal += other.digest().equals(candidate.digest()) ? 1 : 0;
      }
      if (equal >= majority) {
        return candidate.digest();
      }
    }
    return null;
  }

  private void answerOrFetchPage(Evidence.OfDigest digest) {
    if (read instanceof Operation.HCard) {
      calls.answer(StorageResponse.of(new Answer.Cardinality(digest.liveCount())));
      return;
    }
    Optional<MapPage> page = pageOf(digest);
    if (page.isPresent() && page.get().hasNext() && page.get().entries().isEmpty()) {
      // Only dead fields so far: a client has no cursor to go on from, so go on for it.
      reconcile();
    } else if (page.isPresent()) {
      calls.answer(StorageResponse.of(new Answer.Page(page.get())));
    } else if (calls.outstanding(Purpose.QUERY, round) == 0) {
      fetchPage(digest);
    } else {
      waitOnce();
    }
  }

  private Optional<MapPage> pageOf(Evidence.OfDigest digest) {
    for (PageDigest heard : digests.values()) {
      if (heard.page() != null && heard.digest().equals(digest)) {
        return Optional.of(heard.page());
      }
    }
    return Optional.empty();
  }

  /**
   * Asks a replica that agrees for the page, each once; what comes back is judged like any other
   * answer.
   */
  private void fetchPage(Evidence.OfDigest digest) {
    for (Map.Entry<Integer, PageDigest> entry : digests.entrySet()) {
      if (entry.getValue().digest().equals(digest) && !askedForPage.contains(entry.getKey())) {
        askForPage(entry.getKey());
        return;
      }
    }
    if (calls.outstanding(Purpose.QUERY, round) == 0) {
      tryHarder();
    }
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
      lagCheck.begin();
    } else if (wake == round && !calls.isAnswered() && reconciliation == null && plain == null) {
      Evidence.OfDigest winner = majorityDigest();
      if (winner != null && read instanceof Operation.HScan) {
        fetchPage(winner);
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
      askedForPage.clear();
      withoutEvidence = 0;
      failures = new Failures(replicas.size());
      askForDigests();
    } else {
      reconcile();
    }
  }

  private void reconcile() {
    reconciliation =
        new PageReconciliation(
            read,
            replicas,
            Audience.majority(replicas.size()),
            context.nowUnixSeconds(),
            calls,
            PageReconciliation.FIRST_ROUND);
    reconciliation.begin();
  }

  private void planLagCheckOnceAllReplied() {
    if (agreed != null && !planned && calls.outstanding(Purpose.QUERY, round) == 0) {
      planned = true;
      lagCheck.plan(digests, agreed, WAKE_CHECK);
    }
  }
}
