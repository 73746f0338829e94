package network.wcn.simulator;

/** A promise of the network was broken in a simulated run. */
public final class SimulationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SimulationFailure(String message) {
    super(message);
  }
}
