package network.wcn.port.rpc;

/** Whether a peer may connect. */
public sealed interface Admission {
  /** The peer may call. */
  record Accepted() implements Admission {
    public static final Accepted INSTANCE = new Accepted();
  }

  /**
   * The peer may not.
   *
   * @param reason the API's own number of the reason, 0 to 255
   */
  record Rejected(int reason) implements Admission {}
}
