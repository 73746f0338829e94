package network.wcn.simulator;

/**
 * How rough a run is. All probabilities are in percent.
 *
 * @param operators how many operators, 5 or more; those beyond 5 join by a migration
 * @param clients how many clients work at the same time, each one operation at a time
 * @param keys how many single records and maps each
 * @param fields how many fields a map has at the most
 * @param lossPercent messages that never arrive
 * @param duplicatePercent messages that arrive twice
 * @param faultSeconds virtual seconds of work and faults, in four stretches
 */
public record SimulationSettings(
    int operators,
    int clients,
    int keys,
    int fields,
    int lossPercent,
    int duplicatePercent,
    int faultSeconds) {
  /** A rough quarter of a minute with everything going on at once, spread over some days. */
  public static final SimulationSettings DEFAULT = new SimulationSettings(7, 6, 3, 6, 3, 3, 16);
}
