package network.wcn.cli.admin;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.contract.ContractSession;
import network.wcn.client.NodeProbe;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.SlotMask;
import network.wcn.port.rpc.LinkFault;

/**
 * Whether operators can take part in a migration: their data is readable, and every node of theirs
 * can be reached, is who the contract says, and serves from the contract's present view. Where
 * metrics are given, their databases must answer too.
 */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Readiness() {}

  /**
   * Asks every node at once; takes up to five seconds.
   *
   * @throws CommandFailed if one is not ready; names them all
   */
  static void require(ContractSession session, SlotMask operators, NetworkMetrics metrics) {
    List<String> problems = new ArrayList<>();
    try (NodeProbe probe = NodeProbe.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<String>>> answers = new ArrayList<>();
      for (int slot : operators.slots()) {
        ClusterOperator operator = session.at(slot).orElseThrow();
        String name = session.names().of(slot);
        if (operator instanceof CorruptedOperator corrupted) {
          problems.add(name + ": its data cannot be read (" + corrupted.reason() + ")");
        }
        metrics.problem(operator.id()).ifPresent(problem -> problems.add(name + ": " + problem));
        for (NodeEndpoint node : operator.nodes()) {
          answers.add(
              threads.submit(() ->
                  problem(probe, node, session.view().version())
                      .map(problem -> name + ": node " + label(node) + " " + problem)));
        }
      }
      for (Future<Optional<String>> answer : answers) {
        answer.get().ifPresent(problems::add);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a node could not be asked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted; nothing was sent", e);
    }
    if (!problems.isEmpty()) {
      throw new CommandFailed(
          "not everyone is ready to take part; repair this first, or give --force:\n\t"
              + String.join("\n\t", problems));
    }
  }

  private static Optional<String> problem(NodeProbe probe, NodeEndpoint node, BigInteger newest)
      throws InterruptedException {
    try {
      BigInteger known = probe.view(node, PATIENCE).version();
      return known.compareTo(newest) >= 0
          ? Optional.empty()
          : Optional.of("knows version " + known + " of the contract only, not " + newest);
    } catch (LinkFault fault) {
      return Optional.of("is not reached: " + fault.getMessage());
    }
  }

  private static String label(NodeEndpoint node) {
    return node.peerId() + " at " + node.address() + ":" + node.primaryPort();
  }
}
