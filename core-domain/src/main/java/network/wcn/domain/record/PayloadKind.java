package network.wcn.domain.record;

/**
 * What the payload register of a record holds. The order of the constants decides between equal
 * payload versions: the later one wins.
 */
public enum PayloadKind {
  /** Nothing was ever written; only the expiration register is set. */
  NONE(0),
  /** A value. */
  VALUE(1),
  /** The record was deleted. */
  TOMBSTONE(2);

  private final int code;

  PayloadKind(int code) {
    this.code = code;
  }

  /** Returns the number that stands for this kind in hashes, trailers and stored headers. */
  public int code() {
    return code;
  }

  /**
   * Returns the kind that {@code code} stands for.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PayloadKind ofCode(int code) {
    return switch (code) {
      case 0 -> NONE;
      case 1 -> VALUE;
      case 2 -> TOMBSTONE;
      default -> throw new IllegalArgumentException("a payload kind is 0, 1 or 2, got " + code);
    };
  }
}
