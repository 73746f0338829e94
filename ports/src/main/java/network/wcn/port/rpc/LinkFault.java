package network.wcn.port.rpc;

/**
 * A call, connection or socket failed. Whether the peer acted on a call is unknown.
 *
 * <p>Carries no stack trace: while a peer is down there is one for each call to it.
 */
public final class LinkFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed; {@link #metricName()} is its value in metrics. */
  public enum Kind {
    NOT_CONNECTED("NotConnected"),
    CONNECT("Connect"),
    CONNECTION("Connection"),
    QUIC("Quic"),
    EXTRACT_PEER_ID("ExtractPeerId"),
    WRONG_PEER_ID("WrongPeerId"),
    REJECTED("ConnectionRejected"),
    UNSUPPORTED_PROTOCOL("UnsupportedProtocol"),
    UNKNOWN_API("UnknownApi"),
    UNKNOWN_STATUS("UnknownConnectionStatusCode"),
    TIMEOUT("Timeout"),
    STREAM_FINISHED("StreamFinished"),
    CODEC("Codec"),
    IO("Io"),
    TOO_MANY_CALLS("TooManyConcurrentRpcs"),
    BIND("Bind"),
    CLOSED("Closed");

    private final String metricName;

    Kind(String metricName) {
      this.metricName = metricName;
    }

    public String metricName() {
      return metricName;
    }
  }

  private final Kind kind;

  public LinkFault(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public LinkFault(Kind kind, String message, Throwable cause) {
    super(message, cause, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
