package network.wcn.wire.storage;

/**
 * Asks for the stored records of a range of positions.
 *
 * <p>A range that ends before it starts is no error: it holds nothing.
 *
 * @param first lowest position, inclusive, unsigned 64 bits
 * @param last highest position, inclusive, unsigned 64 bits
 * @param keyspaceVersion of the caller, unsigned 64 bits
 * @see "protocol/wire.md section 5"
 */
public record ReadDataRequest(long first, long last, long keyspaceVersion) {
  /** Returns whether no position is in the range. */
  public boolean isEmpty() {
    return Long.compareUnsigned(first, last) > 0;
  }
}
