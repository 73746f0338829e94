package network.wcn.domain.replication;

import java.util.Optional;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Refusal;

/** What a storage API answers to one call. */
public sealed interface StorageResponse {
  /**
   * The operation succeeded.
   *
   * @param evidence what a replica of ours knows beyond the answer, if it was asked for
   */
  record Succeeded(Answer answer, Optional<Evidence> evidence) implements StorageResponse {}

  /** The operation was refused. */
  record Refused(Refusal refusal) implements StorageResponse {}

  static StorageResponse of(Answer answer) {
    return new Succeeded(answer, Optional.empty());
  }

  static StorageResponse of(Refusal refusal) {
    return new Refused(refusal);
  }
}
