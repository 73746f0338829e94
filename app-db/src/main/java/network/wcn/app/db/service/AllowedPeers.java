package network.wcn.app.db.service;

import java.util.Set;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.Admission;

/**
 * Who may connect to the database.
 *
 * @param peers everyone if empty: the database then relies on the operator's firewall
 */
record AllowedPeers(Set<PeerId> peers) {
  private static final int UNAUTHORIZED = 1;

  AllowedPeers {
    peers = Set.copyOf(peers);
  }

  Admission admit(PeerId peer) {
    return peers.isEmpty() || peers.contains(peer)
        ? Admission.Accepted.INSTANCE
        : new Admission.Rejected(UNAUTHORIZED);
  }
}
