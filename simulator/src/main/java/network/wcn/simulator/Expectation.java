package network.wcn.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;

/** What was known when an operation began, and so what it may answer. */
final class Expectation {
  private final History history;
  private final Operation operation;
  private final long beganSeconds;
  private Optional<StoredRecord> record = Optional.empty();
  private final Map<Bytes, Optional<StoredRecord>> fields = new HashMap<>();

  Expectation(History history, Operation operation, long beganSeconds) {
    this.history = history;
    this.operation = operation;
    this.beganSeconds = beganSeconds;
    switch (operation) {
      case Operation.RecordRead read -> record = history.known(read.recordKey());
      case Operation.MapRead read -> {
        for (Bytes field : history.fields(read.mapKey())) {
          fields.put(field, history.known(read.mapKey().field(field)));
        }
      }
      case Operation.Write _ -> {}
    }
  }

  /**
   * Judges the answer.
   *
   * @throws SimulationFailure if it is none that this operation can have
   */
  void judge(Answer answer, long endedSeconds) {
    History.Window window = new History.Window(beganSeconds, endedSeconds);
    switch (operation) {
      case Operation.Write write -> {
        require(answer instanceof Answer.Done, answer);
        write.incoming().ifPresent(r -> history.acknowledged(write.recordKey(), r));
      }
      case Operation.Get _, Operation.HGet _ -> {
        if (answer instanceof Answer.Found(var found)) {
          history.checkRead(recordKey(), record, found, window);
        } else {
          require(false, answer);
        }
      }
      case Operation.GetExp _, Operation.HGetExp _ -> {
        if (answer instanceof Answer.Expires(var expiration)) {
          history.checkExpiration(recordKey(), record, expiration, window);
        } else {
          require(false, answer);
        }
      }
      case Operation.HCard hcard -> {
        if (answer instanceof Answer.Cardinality(long count)) {
          history.checkCardinality(hcard.mapKey(), fields, count, window);
        } else {
          require(false, answer);
        }
      }
      case Operation.HScan scan -> {
        if (answer instanceof Answer.Page(var page)) {
          history.checkPage(scan, fields, page, window);
        } else {
          require(false, answer);
        }
      }
    }
  }

  private void require(boolean fits, Answer answer) {
    if (!fits) {
      throw new SimulationFailure(operation + " was answered by " + answer);
    }
  }

  private RecordKey recordKey() {
    return ((Operation.RecordRead) operation).recordKey();
  }
}
