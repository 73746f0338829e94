package network.wcn.adapter.ledger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.Ledger;
import network.wcn.domain.membership.LedgerOutcome;
import network.wcn.port.cluster.ContractRefused;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;

/**
 * The ledger and its journal: what was accepted is on disk before anybody hears of it.
 *
 * <p>Safe for use by many threads. Calls are judged one at a time; reading never waits for the
 * disk.
 */
final class LedgerBook implements AutoCloseable {
  /** How many of the newest events are kept for those who come late. */
  static final int KEPT_EVENTS = 256;

  private final WallClock clock;
  private final Journal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Map<OperatorId, Account> accounts = new HashMap<>();

  @GuardedBy("lock")
  private final Deque<ContractEvent> events = new ArrayDeque<>();

  @GuardedBy("lock")
  private long lastBlockSeconds;

  @GuardedBy("lock")
  private boolean isClosed;

  private volatile Optional<State> state = Optional.empty();

  private record State(OperatorId contract, Ledger ledger) {}

  /**
   * What an account did.
   *
   * @param nonce how many of its calls were accepted
   * @param lastCall the text of the latest, so that sending it again is recognised
   */
  private record Account(long nonce, String lastCall) {
    static final Account NEW = new Account(0, "");
  }

  /** The version, and the events that led to it from another one, or the newest of them. */
  record Changes(BigInteger version, List<ContractEvent> events) {}

  /**
   * Opens the ledger of a journal; with a new journal, deploys one with {@code genesis}.
   *
   * @throws JournalFault if the journal cannot be used
   * @throws ContractRefused if no contract can begin with {@code genesis}
   */
  LedgerBook(Path path, Genesis genesis, WallClock clock) {
    this.clock = clock;
    this.journal = Journal.open(path, this::replay);
    if (journal.isEmpty()) {
      try {
        deploy(genesis);
      } catch (RuntimeException e) {
        journal.close();
        throw e;
      }
    }
  }

  private void deploy(Genesis genesis) {
    byte[] address = new byte[OperatorId.SIZE_BYTES];
    new SecureRandom().nextBytes(address);
    OperatorId contract = new OperatorId(Bytes.wrap(address));
    LedgerOutcome outcome = Ledger.initialize(genesis);
    if (outcome instanceof LedgerOutcome.Refused(var refusal)) {
      throw new ContractRefused(refusal);
    }
    journal.append(new JournalEntry.Deployed(contract, clock.unixSeconds(), genesis).toJson());
    lock.lock();
    try {
      settle(contract, outcome);
    } finally {
      lock.unlock();
    }
  }

  private void replay(String json) {
    JournalEntry entry = JournalEntry.parse(json);
    lock.lock();
    try {
      switch (entry) {
        case JournalEntry.Deployed(OperatorId contract, long at, Genesis genesis) -> {
          if (state.isPresent()) {
            throw new MalformedMessage("it deploys a second contract");
          }
          lastBlockSeconds = at;
          settle(contract, replayed(Ledger.initialize(genesis)));
        }
        case JournalEntry.Made(long at, SignedCall call) -> {
          if (state.isEmpty()) {
            throw new MalformedMessage("it makes a call before there is a contract");
          }
          SignedCall.Content content = call.content();
          lastBlockSeconds = at;
          settle(contract(), replayed(ledger().apply(content.caller(), content.call(), at)));
          accounts.put(content.caller(), new Account(content.nonce() + 1, call.text()));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static LedgerOutcome replayed(LedgerOutcome outcome) {
    if (outcome instanceof LedgerOutcome.Refused(var refusal)) {
      throw new MalformedMessage("the contract's rules refuse it: " + refusal);
    }
    return outcome;
  }

  /** Returns the address that was made up when the contract was deployed. */
  OperatorId contract() {
    return current().contract();
  }

  ContractView view() {
    return ledger().view();
  }

  private Ledger ledger() {
    return current().ledger();
  }

  private State current() {
    return state.orElseThrow(() -> new IllegalStateException("no contract is deployed yet"));
  }

  /** Returns the nonce that the next call of {@code account} must carry. */
  long nonceOf(OperatorId account) {
    lock.lock();
    try {
      return accounts.getOrDefault(account, Account.NEW).nonce();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Judges a call, and writes it down if it is accepted.
   *
   * @throws JournalFault if it cannot be written down; the view then stays as it is
   */
  Submission submit(SignedCall call) {
    SignedCall.Content content;
    try {
      content = call.content();
      OperatorId signer = call.signer();
      if (!signer.equals(content.caller())) {
        return new Submission.Forged(
            "the call names the caller " + content.caller() + ", its signature is of " + signer);
      }
    } catch (MalformedMessage e) {
      return new Submission.Malformed(String.valueOf(e.getMessage()));
    }
    if (!content.contract().equals(contract())) {
      return new Submission.Malformed(
          "the call is for the contract " + content.contract() + ", this is " + contract());
    }
    lock.lock();
    try {
      return submit(call, content);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Submission submit(SignedCall call, SignedCall.Content content) {
    Account account = accounts.getOrDefault(content.caller(), Account.NEW);
    if (content.nonce() + 1 == account.nonce() && call.text().equals(account.lastCall())) {
      return new Submission.Accepted();
    }
    if (content.nonce() != account.nonce()) {
      return new Submission.WrongNonce(account.nonce());
    }
    long now = Math.max(clock.unixSeconds(), lastBlockSeconds);
    LedgerOutcome outcome = ledger().apply(content.caller(), content.call(), now);
    if (outcome instanceof LedgerOutcome.Refused(var refusal)) {
      return new Submission.Refused(refusal);
    }
    journal.append(new JournalEntry.Made(now, call).toJson());
    lastBlockSeconds = now;
    accounts.put(content.caller(), new Account(content.nonce() + 1, call.text()));
    settle(content.contract(), outcome);
    return new Submission.Accepted();
  }

  @GuardedBy("lock")
  private void settle(OperatorId contract, LedgerOutcome outcome) {
    switch (outcome) {
      case LedgerOutcome.Changed(Ledger next, ContractEvent event) -> {
        state = Optional.of(new State(contract, next));
        events.addLast(event);
        if (events.size() > KEPT_EVENTS) {
          events.removeFirst();
        }
        changed.signalAll();
      }
      case LedgerOutcome.OwnershipChanged(Ledger next, _) ->
          state = Optional.of(new State(contract, next));
      case LedgerOutcome.Refused(var refusal) ->
          throw new IllegalStateException("a refused call cannot settle: " + refusal);
    }
  }

  /**
   * Waits until the version is another than {@code known}, for at most {@code waitMillis}.
   *
   * @return the events after {@code known} as far as they are kept; if the version went back, just
   *     the newest
   */
  Changes awaitChanges(BigInteger known, long waitMillis) throws InterruptedException {
    lock.lock();
    try {
      long remainingNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
      while (view().version().equals(known) && remainingNanos > 0 && !isClosed) {
        remainingNanos = changed.awaitNanos(remainingNanos);
      }
      BigInteger version = view().version();
      List<ContractEvent> news =
          version.compareTo(known) < 0
              ? List.of(events.getLast())
              : events.stream().filter(event -> event.version().compareTo(known) > 0).toList();
      return new Changes(version, news);
    } finally {
      lock.unlock();
    }
  }

  /** Lets everybody who waits go, and closes the journal. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
      journal.close();
    } finally {
      lock.unlock();
    }
  }
}
