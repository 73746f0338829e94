package network.wcn.cli.devnet;

/**
 * How much memory each server of a network may take.
 *
 * @param totalMiB for all databases and nodes together
 * @param serverCount how many there are
 */
record MemoryPlan(int totalMiB, int serverCount) {
  /** What a Java process takes beside heap, buffers and engine: code, classes, threads. */
  private static final int RUNTIME_MIB = 80;

  private static final int SMALLEST_SERVER_MIB = 160;

  MemoryPlan {
    if (totalMiB / serverCount < SMALLEST_SERVER_MIB) {
      throw new IllegalArgumentException(
          serverCount
              + " servers need "
              + serverCount * SMALLEST_SERVER_MIB
              + " MiB or more, got "
              + totalMiB);
    }
  }

  private int spendableMiB() {
    return totalMiB / serverCount - RUNTIME_MIB;
  }

  /** Returns the Java heap of a server. */
  int heapMiB() {
    return spendableMiB() / 2;
  }

  /** Returns what a server may take for buffers outside of the heap. */
  int directMiB() {
    return spendableMiB() / 4;
  }

  /**
   * Returns the block cache of a database, on top of what each server may take: nodes leave more
   * than that, and a cache that is too small unpacks the same blocks for every page and count.
   */
  long blockCacheBytes() {
    return spendableMiB() * 5L / 4 * (1L << 20);
  }

  /**
   * Returns the size of one of four write buffers of each of the two column families, together
   * bounded by half of the cache: each time that some have been written out, a compaction rewrites
   * what is stored, so the smaller they are, the more often.
   */
  long writeBufferBytes() {
    return Math.max(1, spendableMiB() / 8) * (1L << 20);
  }
}
