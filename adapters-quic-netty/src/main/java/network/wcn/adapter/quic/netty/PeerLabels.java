package network.wcn.adapter.quic.netty;

/** Whether series of metrics carry the other end's address and peer ID as labels. */
public enum PeerLabels {
  /** One series for all peers, so that their number is small. */
  HIDDEN,
  /** One series for each peer. */
  SHOWN
}
