package network.wcn.wire.storage;

import network.wcn.domain.Bytes;

/**
 * One item of a transfer of stored records: the payload of one frame.
 *
 * @see "protocol/wire.md section 5"
 */
public sealed interface DataItem {
  /**
   * One stored record.
   *
   * @param type where it is kept
   * @param key in stored form, see {@link network.wcn.wire.stored.StoredKeyCodec}
   * @param value in stored form, see {@link network.wcn.wire.stored.StoredValue}
   */
  record Frame(Type type, Bytes key, Bytes value) implements DataItem {}

  /**
   * The end of a transfer; nothing is complete without it.
   *
   * @param frameCount how many frames came before, unsigned 64 bits
   */
  record Done(long frameCount) implements DataItem {}

  /** Where a record is kept. */
  enum Type {
    /** Under a key of its own. */
    KV,
    /** Under a field of a map. */
    MAP
  }
}
