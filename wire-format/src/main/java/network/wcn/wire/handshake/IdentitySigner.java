package network.wcn.wire.handshake;

import network.wcn.domain.Bytes;

/** Whoever holds an Ed25519 identity key and signs with it. */
@FunctionalInterface
public interface IdentitySigner {
  /** Returns the 64 bytes of the signature over {@code message}. */
  Bytes sign(Bytes message);
}
