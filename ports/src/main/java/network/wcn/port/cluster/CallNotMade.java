package network.wcn.port.cluster;

/** A call was not made and will not be: what failed did so before anything was sent. */
public final class CallNotMade extends ChainFault {
  private static final long serialVersionUID = 1L;

  public CallNotMade(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the same fault with the knowledge that nothing was sent. */
  public static CallNotMade before(ChainFault fault) {
    return new CallNotMade("nothing was sent: " + fault.getMessage(), fault);
  }
}
