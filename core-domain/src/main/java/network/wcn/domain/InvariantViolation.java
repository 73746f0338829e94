package network.wcn.domain;

/**
 * A state that the rules of the domain rule out: a bug, never a fault of a peer or of the world.
 *
 * <p>A process that sees one no longer trusts its own state and stops serving.
 */
public final class InvariantViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvariantViolation(String message) {
    super(message);
  }
}
