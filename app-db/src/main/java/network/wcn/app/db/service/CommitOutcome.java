package network.wcn.app.db.service;

import network.wcn.domain.operation.Refusal;
import network.wcn.port.storage.MergeResult;

/** What became of a merge that was handed to the {@link GroupCommitter}. */
sealed interface CommitOutcome {
  /** It is on stable storage as far as it had effect, or the engine cannot hold the record. */
  record Merged(MergeResult result) implements CommitOutcome {}

  /** It was not tried, or the engine failed. */
  record NotMerged(Refusal refusal) implements CommitOutcome {}

  /** Nobody waits for it any more: its deadline passed before its turn came. */
  record Overdue() implements CommitOutcome {
    static final Overdue INSTANCE = new Overdue();
  }
}
