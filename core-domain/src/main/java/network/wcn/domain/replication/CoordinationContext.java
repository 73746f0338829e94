package network.wcn.domain.replication;

/**
 * What a coordinator knew when an operation began; it keeps to it until the end.
 *
 * @param keyspaceVersion that replicas have to agree with, unsigned 64 bits
 * @param nowUnixSeconds the second that decides what is alive
 * @param audience who takes part
 * @param preferred the replica to ask for bulky answers first
 * @param budget what may be done behind answers; shared by all operations of a node
 */
public record CoordinationContext(
    long keyspaceVersion,
    long nowUnixSeconds,
    Audience audience,
    int preferred,
    RepairBudget budget) {

  /** Makes a context without a bound on repairs. */
  public CoordinationContext(
      long keyspaceVersion, long nowUnixSeconds, Audience audience, int preferred) {
    this(keyspaceVersion, nowUnixSeconds, audience, preferred, RepairBudget.UNLIMITED);
  }
}
