package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.domain.identity.OperatorId;
import org.junit.jupiter.api.Test;

/** Contract and ledger agree on every call, whatever comes. */
class RandomTracesIT {
  private static final long FIRST_SEED = Long.getLong("wcn.seed", 1);
  private static final int TRACES = Integer.getInteger("wcn.traces", 300);
  private static final int STEPS = 60;
  private static final long GENESIS_SECONDS = 1_700_000_000;

  /** Chains that work at once; each takes every so manieth seed. */
  private static final int CHAINS = Math.min(2, TRACES);

  private final AtomicInteger acceptedCount = new AtomicInteger();
  private final AtomicInteger refusedCount = new AtomicInteger();

  @Test
  void contractAndLedgerAgreeOnEveryCall() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> shares = new ArrayList<>();
      for (int i = 0; i < CHAINS; i++) {
        long first = FIRST_SEED + i;
        int traces = (TRACES + CHAINS - 1 - i) / CHAINS;
        shares.add(threads.submit(() -> runTraces(first, traces)));
      }
      for (Future<?> share : shares) {
        share.get();
      }
    }
    System.out.println(acceptedCount + " calls accepted, " + refusedCount + " refused");
    assertTrue(
        acceptedCount.get() > TRACES * 10, "most traces get somewhere, got " + acceptedCount);
  }

  private void runTraces(long first, int traces) {
    try (TestChain chain =
        TestChain.start(
            "--no-mining", "--prune-history", "--timestamp", Long.toString(GENESIS_SECONDS))) {
      List<OperatorId> accounts = accounts(chain);
      OperatorId implementation = implementation(chain, accounts.getFirst());
      long now = GENESIS_SECONDS + 100;
      int traceCount = 0;
      for (long seed = first; traceCount < traces; seed += CHAINS) {
        RandomTrace trace = new RandomTrace(chain, new RandomCalls(seed, accounts), now + 1);
        try {
          traceCount += trace.run(implementation, STEPS) ? 1 : 0;
        } catch (AssertionError e) {
          throw new AssertionError(
              "seed " + seed + ", replay with -Dwcn.seed=" + seed + " -Dwcn.traces=1", e);
        }
        now = trace.now();
        acceptedCount.addAndGet(trace.acceptedCount);
        refusedCount.addAndGet(trace.refusedCount);
      }
    }
  }

  private static List<OperatorId> accounts(TestChain chain) {
    List<OperatorId> accounts = new ArrayList<>();
    for (JsonNode account : chain.rpc("eth_accounts")) {
      accounts.add(OperatorId.parse(account.asText()));
    }
    return accounts;
  }

  private static OperatorId implementation(TestChain chain, OperatorId deployer) {
    String hash =
        chain.send(deployer.toString(), Optional.empty(), ContractArtifact.implementation());
    chain.mineAt(GENESIS_SECONDS + 100);
    return OperatorId.parse(chain.receipt(hash).path("contractAddress").asText());
  }
}
