package network.wcn.port.cluster;

/** The chain could not be reached, or what it answered makes no sense. */
public sealed class ChainFault extends RuntimeException permits CallNotMade {
  private static final long serialVersionUID = 1L;

  public ChainFault(String message) {
    super(message);
  }

  public ChainFault(String message, Throwable cause) {
    super(message, cause);
  }
}
