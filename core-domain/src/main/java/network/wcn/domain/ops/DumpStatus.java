package network.wcn.domain.ops;

/**
 * Where a dump stands.
 *
 * <pre>
 *   IN_PROGRESS ──▶ COMPLETED ──▶ DELETED
 *        └────────▶ FAILED
 * </pre>
 */
public enum DumpStatus {
  /** It is being written. */
  IN_PROGRESS,
  /** It can be restored. */
  COMPLETED,
  /** It was given up; nothing of it is left. */
  FAILED,
  /** It was complete until its time was over. */
  DELETED;

  /** Returns whether a dump may go from this status to {@code next}. */
  public boolean mayBecome(DumpStatus next) {
    return switch (this) {
      case IN_PROGRESS -> next == COMPLETED || next == FAILED;
      case COMPLETED -> next == DELETED;
      case FAILED, DELETED -> false;
    };
  }
}
