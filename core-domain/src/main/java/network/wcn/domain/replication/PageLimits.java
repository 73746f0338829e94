package network.wcn.domain.replication;

/**
 * How much of a map one page holds at the most; a page that is cut says so.
 *
 * @param maxEntries live entries, and as many dead ones again
 * @param maxBytes of fields and payloads together
 */
public record PageLimits(int maxEntries, int maxBytes) {
  /** What fits into one frame with room for headers. */
  public static final PageLimits DEFAULT = new PageLimits(10_000, 4 << 20);

  public PageLimits {
    if (maxEntries < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "a page holds at least one entry and byte, got " + maxEntries + " and " + maxBytes);
    }
  }
}
