package network.wcn.domain.membership;

/**
 * The latest migration as the contract holds it.
 *
 * @param id counts migrations, unsigned 64 bits; 0 before the first
 * @param startedAt seconds since the Unix epoch
 * @param abortedAt seconds since the Unix epoch; nothing ever clears it
 * @param pulling the operators that have not completed; a migration runs while there is one
 */
public record ContractMigration(long id, long startedAt, long abortedAt, SlotMask pulling) {
  public boolean isRunning() {
    return !pulling.isEmpty();
  }

  /** Returns whether the latest migration was aborted; also true before the first. */
  public boolean isAborted() {
    return !isRunning() && abortedAt >= startedAt;
  }
}
