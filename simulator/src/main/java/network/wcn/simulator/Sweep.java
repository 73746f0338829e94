package network.wcn.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.client.Verdict;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.MapKey;

/**
 * Reads everything in one way, once the network is whole. Every read has to be answered, and to
 * heal what it reads.
 */
final class Sweep {
  private static final int PAGE = 3;

  private final Workload workload;
  private final History history;
  private final SimulationSettings settings;

  Sweep(Workload workload, History history, SimulationSettings settings) {
    this.workload = workload;
    this.history = history;
    this.settings = settings;
  }

  void read(Traits.WayOfReading way) {
    for (int k = 0; k < settings.keys(); k++) {
      Bytes key = Workload.key(k);
      switch (way) {
        case RECORDS -> {
          read(new Operation.Get(Workload.NAMESPACE, key));
          fields(key).forEach(f -> read(new Operation.HGet(Workload.NAMESPACE, key, f)));
        }
        case EXPIRATIONS -> {
          read(new Operation.GetExp(Workload.NAMESPACE, key));
          fields(key).forEach(f -> read(new Operation.HGetExp(Workload.NAMESPACE, key, f)));
        }
        case PAGES -> readPages(key, Optional.empty());
        case SIZES -> read(new Operation.HCard(Workload.NAMESPACE, key));
      }
    }
  }

  private List<Bytes> fields(Bytes key) {
    return new ArrayList<>(history.fields(new MapKey(Workload.NAMESPACE, key)));
  }

  private void read(Operation operation) {
    workload.run(operation, verdict -> answerOf(operation, verdict));
  }

  private void readPages(Bytes key, Optional<Bytes> cursor) {
    Operation scan = new Operation.HScan(Workload.NAMESPACE, key, PAGE, cursor);
    workload.run(
        scan,
        verdict -> {
          if (answerOf(scan, verdict) instanceof Answer.Page(var page) && page.hasNext()) {
            readPages(key, Optional.of(page.entries().getLast().field()));
          }
        });
  }

  private static Answer answerOf(Operation operation, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Answered(Answer answer) -> answer;
      case Verdict.GivenUp(var failure, int attempts) ->
          throw new SimulationFailure(
              operation + " failed " + attempts + " times in a whole network: " + failure);
    };
  }
}
