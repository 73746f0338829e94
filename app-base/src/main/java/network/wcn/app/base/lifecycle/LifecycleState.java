package network.wcn.app.base.lifecycle;

/**
 * Where a server stands.
 *
 * <pre>
 *   STARTING ──▶ SERVING ──▶ DRAINING ──▶ CLOSED
 *       └────────────────────────▲
 * </pre>
 */
public enum LifecycleState {
  /** Parts are being made; nothing is served. */
  STARTING,
  /** Everything is in place. */
  SERVING,
  /** Nothing new is taken; what runs may end. */
  DRAINING,
  /** Nothing is left. */
  CLOSED;

  /** Returns whether a server may go from this state to {@code next}. */
  public boolean mayBecome(LifecycleState next) {
    return switch (this) {
      case STARTING -> next == SERVING || next == DRAINING;
      case SERVING -> next == DRAINING;
      case DRAINING -> next == CLOSED;
      case CLOSED -> false;
    };
  }
}
