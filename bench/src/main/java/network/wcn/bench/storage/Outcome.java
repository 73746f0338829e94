package network.wcn.bench.storage;

/**
 * What a measurement came to.
 *
 * @param perSecond operations that succeeded, per second
 * @param p50Micros half of them took at most that long, 0 where it was not measured
 * @param p99Micros 99 of 100 took at most that long, 0 where it was not measured
 * @param errors operations that failed
 */
record Outcome(double perSecond, double p50Micros, double p99Micros, long errors) {}
