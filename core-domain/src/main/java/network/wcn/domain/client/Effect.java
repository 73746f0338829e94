package network.wcn.domain.client;

/**
 * What the shell has to do for a {@link ClientCall}.
 *
 * @param <N> what names a node
 */
public sealed interface Effect<N> {
  /**
   * Send the operation to a node and report what becomes of it under {@code attempt}.
   *
   * @param attempt counts the requests of this call from 1 on
   */
  record Send<N>(int attempt, N node) implements Effect<N> {}

  /**
   * Call {@link ClientCall#wake} at that time or soon after; replaces an earlier wish.
   *
   * @param atNanos on the clock that the call was started with
   */
  record WakeAt<N>(long atNanos) implements Effect<N> {}

  /** Tell the caller; nothing follows. */
  record Settle<N>(Verdict verdict) implements Effect<N> {}
}
