package network.wcn.port.storage;

/** What became of one merge of a batch. */
public sealed interface MergeResult {
  /** The stored record changed. */
  record Stored() implements MergeResult {
    public static final Stored INSTANCE = new Stored();
  }

  /** What is stored already holds everything the merge could bring. */
  record Unchanged() implements MergeResult {
    public static final Unchanged INSTANCE = new Unchanged();
  }

  /**
   * The engine cannot hold this record; the rest of the batch is not concerned.
   *
   * @param reason what limit was broken, for the caller to read
   */
  record Refused(String reason) implements MergeResult {}
}
