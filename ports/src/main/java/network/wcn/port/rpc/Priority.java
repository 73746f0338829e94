package network.wcn.port.rpc;

/**
 * How the operating system treats the packets of a socket.
 *
 * @see "protocol/wire.md section 2"
 */
public enum Priority {
  /** Clients' operations. */
  HIGH,
  /** Bulk data and metrics. */
  LOW
}
