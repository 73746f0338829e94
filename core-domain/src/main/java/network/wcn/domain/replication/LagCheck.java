package network.wcn.domain.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Calls.Purpose;
import network.wcn.domain.replication.RequestTrailer.Detail;
import org.jspecify.annotations.Nullable;

/**
 * Looks again, a little after the answer, at replicas whose map differed from the majority's, and
 * at all of them where there was none, and reconciles those that still differ. Replicas that were
 * only being written to agree by then.
 */
final class LagCheck {
  /** After which time a replica that still differs lags. */
  private static final Duration DELAY = Duration.ofMillis(300);

  private static final int ROUND = 100;

  /** Behind all rounds of a reconciliation before the answer, whose last replies may come now. */
  private static final int FIRST_ROUND =
      PageReconciliation.FIRST_ROUND + PageReconciliation.MOST_ROUNDS + 1;

  private final Operation.MapRead read;
  private final CoordinationContext context;
  private final Calls calls;
  private final List<Integer> suspects = new ArrayList<>();
  private final Map<Integer, Evidence.OfDigest> digests = new LinkedHashMap<>();
  private boolean begun;
  private boolean over;
  private @Nullable PageReconciliation reconciliation;

  LagCheck(Operation.MapRead read, CoordinationContext context, Calls calls) {
    this.read = read;
    this.context = context;
    this.calls = calls;
  }

  /**
   * Plans the check, if any replica differs from {@code agreed} and the budget allows it.
   *
   * @param wake number of the wake that {@link #begin} follows
   */
  void plan(Map<Integer, PageDigest> heard, Evidence.OfDigest agreed, int wake) {
    int sound = -1;
    for (Map.Entry<Integer, PageDigest> entry : heard.entrySet()) {
      if (!entry.getValue().digest().equals(agreed)) {
        suspects.add(entry.getKey());
      } else if (sound < 0) {
        sound = entry.getKey();
      }
    }
    if (suspects.isEmpty() || sound < 0 || !context.budget().tryBegin()) {
      return;
    }
    suspects.add(sound);
    calls.wakeAfter(wake, DELAY);
  }

  /**
   * Plans the check after a reconciliation. It went on without those who were slow: they may lack
   * what the others hold, and they may hold what all others lack, so everyone is compared.
   *
   * @param wake number of the wake that {@link #begin} follows
   */
  void plan(List<Integer> replicas, int wake) {
    if (context.budget().tryBegin()) {
      suspects.addAll(replicas);
      calls.wakeAfter(wake, DELAY);
    }
  }

  /** Asks whoever is to be compared for a digest. */
  void begin() {
    begun = true;
    StorageRequest request =
        calls.request(read, new RequestTrailer.Read(Detail.DIGEST, context.nowUnixSeconds()));
    for (int replica : suspects) {
      calls.ask(replica, Purpose.CHECK, ROUND, request);
    }
  }

  /** Returns whether replies are this check's from now on. */
  boolean isBegun() {
    return begun;
  }

  void onReply(Calls.Pending pending, ReplicaReply reply) {
    if (over) {
      return;
    }
    if (reconciliation != null) {
      reconciliation.onReply(pending, reply);
      if (reconciliation.isOver()) {
        end();
      }
    } else if (pending.purpose() == Purpose.CHECK) {
      onDigest(pending.replica(), reply);
    }
  }

  private void onDigest(int replica, ReplicaReply reply) {
    if (reply instanceof ReplicaReply.Answered(StorageResponse.Succeeded(_, var evidence))
        && evidence.orElse(null) instanceof Evidence.OfDigest digest) {
      digests.put(replica, digest);
    }
    if (calls.outstanding(Purpose.CHECK, ROUND) > 0) {
      return;
    }
    if (digests.size() < 2 || surelyHoldTheSame()) {
      end();
      return;
    }
    List<Integer> participants = List.copyOf(digests.keySet());
    reconciliation =
        new PageReconciliation(
            read, participants, participants.size(), context.nowUnixSeconds(), calls, FIRST_ROUND);
    reconciliation.begin();
  }

  /**
   * Returns whether equal digests rule out any difference that no later page would show. Of a page
   * without live fields they tell too little: no client can go on from there, so what follows it is
   * this read's affair.
   */
  private boolean surelyHoldTheSame() {
    List<Evidence.OfDigest> distinct = digests.values().stream().distinct().toList();
    return distinct.size() == 1
        && (distinct.getFirst().liveCount() > 0 || distinct.getFirst().coveredUntil().isEmpty());
  }

  private void end() {
    over = true;
    context.budget().end();
  }
}
