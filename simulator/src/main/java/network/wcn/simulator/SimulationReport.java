package network.wcn.simulator;

/**
 * What happened in a run that kept all promises.
 *
 * @param events how many events were simulated
 * @param answered operations that were answered
 * @param failed operations that were refused or lost, as faults allow
 * @param virtualNanos virtual time that passed
 */
public record SimulationReport(long events, long answered, long failed, long virtualNanos) {}
