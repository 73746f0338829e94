package network.wcn.wire.handshake;

/**
 * What a server answers to the preamble: an {@code i32 BE}.
 *
 * @see "protocol/wire.md section 3"
 */
public sealed interface ConnectionStatus {
  /** Size on the wire, in bytes. */
  int SIZE_BYTES = 4;

  /** Returns the number on the wire. */
  int code();

  /** Reads the number on the wire; every number has a meaning. */
  static ConnectionStatus of(int code) {
    return switch (code) {
      case 0 -> new Accepted();
      case -1 -> new UnsupportedProtocol();
      case -2 -> new UnknownApi();
      case -3 -> new Unauthorized();
      default ->
          code <= Rejected.FIRST_CODE && code >= Rejected.FIRST_CODE - Rejected.MAX_REASON
              ? new Rejected(Rejected.FIRST_CODE - code)
              : new Undefined(code);
    };
  }

  /** The connection may be used. */
  record Accepted() implements ConnectionStatus {
    @Override
    public int code() {
      return 0;
    }
  }

  /** The server does not speak the client's protocol version. */
  record UnsupportedProtocol() implements ConnectionStatus {
    @Override
    public int code() {
      return -1;
    }
  }

  /** The server does not offer that API. */
  record UnknownApi() implements ConnectionStatus {
    @Override
    public int code() {
      return -2;
    }
  }

  /** The peer may not connect; read but never written, for the network has no other use of it. */
  record Unauthorized() implements ConnectionStatus {
    @Override
    public int code() {
      return -3;
    }
  }

  /**
   * The API refused the peer.
   *
   * @param reason the API's own number, 0 to 255
   * @throws IllegalArgumentException if {@code reason} is outside that range
   */
  record Rejected(int reason) implements ConnectionStatus {
    private static final int FIRST_CODE = -1000;
    private static final int MAX_REASON = 255;

    public Rejected {
      if (reason < 0 || reason > MAX_REASON) {
        throw new IllegalArgumentException("a reason must be in 0..255, got " + reason);
      }
    }

    @Override
    public int code() {
      return FIRST_CODE - reason;
    }
  }

  /**
   * A number without a meaning, taken as a refusal.
   *
   * @param code as it came
   */
  record Undefined(int code) implements ConnectionStatus {}
}
