package network.wcn.adapter.evm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.identity.OperatorId;

/** One queue per key and chain in this process: two transactions must not take one nonce. */
final class SigningQueues {
  private static final Map<Key, ReentrantLock> QUEUES = new ConcurrentHashMap<>();

  private record Key(long chainId, OperatorId account) {}

  private SigningQueues() {}

  /** Returns the lock to hold while a transaction of {@code account} is on its way; fair. */
  static ReentrantLock of(long chainId, OperatorId account) {
    return QUEUES.computeIfAbsent(new Key(chainId, account), _ -> new ReentrantLock(true));
  }
}
