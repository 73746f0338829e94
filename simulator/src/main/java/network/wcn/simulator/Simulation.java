package network.wcn.simulator;

import java.util.List;

/**
 * One run from one seed: clients at work while processes crash, messages get lost and migrations
 * move shards; hours of rest in which databases forget; then everything heals and the replicas have
 * to become equal by reads of one kind alone.
 *
 * <p>Checked on the way: no acknowledged write is lost, no read goes back in time, no client waits
 * past its deadline; and in a whole network: every read is answered, all replicas hold the same
 * records. Any breach is a {@link SimulationFailure}.
 */
public final class Simulation {
  /** Longer than anybody waits for anything, the latest events of the contract included. */
  private static final long SETTLING_NANOS = 15 * World.SECOND;

  private static final long HOUR_NANOS = 3_600 * World.SECOND;

  /**
   * How often everything is read. What one replica alone holds of a map goes to one more with each
   * read, until a majority holds it and the next read brings it to all; and where replicas differ
   * in several fields, these take turns.
   */
  private static final int SWEEPS = 5;

  private final World world;
  private final History history;
  private final Workload workload;
  private final SimulatedOwner owner;
  private final Faults faults;
  private final Sweep sweep;

  private Simulation(long seed, SimulationSettings settings, Rules rules) {
    this.world = new World(seed, settings, rules);
    this.history = new History(world.traits().isMixed());
    this.workload = new Workload(world, history);
    this.owner = new SimulatedOwner(world);
    this.faults = new Faults(world);
    this.sweep = new Sweep(workload, history, settings);
  }

  /**
   * Runs one seed.
   *
   * @throws SimulationFailure if a promise was broken
   */
  public static SimulationReport run(long seed, SimulationSettings settings) {
    return run(seed, settings, new Rules());
  }

  static SimulationReport run(long seed, SimulationSettings settings, Rules rules) {
    return new Simulation(seed, settings, rules).run();
  }

  private SimulationReport run() {
    List<Integer> gapHours = world.traits().gapHours();
    work();
    pass(SETTLING_NANOS);
    rest(gapHours.get(0));
    work();
    heal(Traits.WayOfReading.RECORDS);
    rest(gapHours.get(1));
    work();
    pass(SETTLING_NANOS);
    rest(gapHours.get(2));
    work();
    heal(world.traits().way());
    return new SimulationReport(
        world.queue().executed(), workload.answered(), workload.failed(), world.nowNanos());
  }

  private void pass(long nanos) {
    world.queue().runUntil(world.nowNanos() + nanos, workload::checkDeadlines);
  }

  private void work() {
    long length = world.settings().faultSeconds() * World.SECOND / 4;
    workload.workFor(length);
    faults.workFor(length);
    owner.workFor(length);
    pass(length);
  }

  private void rest(int hours) {
    faults.rest(hours);
    pass(hours * HOUR_NANOS);
  }

  private void heal(Traits.WayOfReading way) {
    faults.heal();
    pass(SETTLING_NANOS);
    for (int i = 0; i < SWEEPS; i++) {
      sweep.read(way);
      pass(SETTLING_NANOS);
    }
    new Convergence(world, history).check(way);
  }
}
