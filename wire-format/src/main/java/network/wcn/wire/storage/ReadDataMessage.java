package network.wcn.wire.storage;

import network.wcn.domain.operation.Refusal;

/**
 * What answers a {@link ReadDataRequest}, frame by frame: first {@link Accepted} or {@link
 * Refused}, which ends it; then items up to {@link DataItem.Done} or {@link Failed}.
 *
 * @see "protocol/wire.md section 5"
 */
public sealed interface ReadDataMessage {
  /** The request is served; items follow. */
  record Accepted() implements ReadDataMessage {
    public static final Accepted INSTANCE = new Accepted();
  }

  /** The request is not served; nothing follows. */
  record Refused(Refusal refusal) implements ReadDataMessage {}

  /** A record, or the end. */
  record Item(DataItem item) implements ReadDataMessage {}

  /** The transfer broke off; what came is not all. */
  record Failed(Refusal refusal) implements ReadDataMessage {}
}
