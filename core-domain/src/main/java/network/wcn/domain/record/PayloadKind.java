package network.wcn.domain.record;

/**
 * What the payload register of a record holds. The order of the constants decides between equal
 * payload versions: the later one wins.
 */
public enum PayloadKind {
  /** Nothing was ever written; only the expiration register is set. */
  NONE,
  /** A value. */
  VALUE,
  /** The record was deleted. */
  TOMBSTONE
}
