package network.wcn.adapter.evm;

import java.math.BigDecimal;
import java.time.Duration;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from time to time what the signing account owns, and warns before it is too little. */
final class BalanceWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BalanceWatch.class);
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final int WEI_DIGITS = 18;

  /** In ether: pays for some hundred calls at the fees of the networks we know. */
  private static final double LOW = 0.001;

  private final TransactionSender account;
  private final Thread thread;
  private volatile double ether = Double.NaN;
  private volatile boolean isClosed;

  BalanceWatch(TransactionSender account, Metrics metrics) {
    this.account = account;
    metrics.gauge("wcn_chain_signer_balance_ether", () -> ether);
    this.thread = Thread.ofVirtual().name("chain-balance").start(this::run);
  }

  private void run() {
    while (!isClosed) {
      try {
        ether = new BigDecimal(account.balance()).movePointLeft(WEI_DIGITS).doubleValue();
        if (ether < LOW) {
          log.atWarn()
              .addKeyValue("account", account.account())
              .addKeyValue("ether", ether)
              .log("The signing account runs out of money");
        }
      } catch (ChainFault fault) {
        log.debug("The balance cannot be read", fault);
      }
      try {
        Thread.sleep(INTERVAL);
      } catch (InterruptedException _) {
        // Only close() interrupts this thread, and its flag ends the loop.
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
  }
}
