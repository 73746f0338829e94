package network.wcn.wire.onchain;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.Ipv4Address;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Encrypts a node's address into another address: the chain is public, the nodes are not.
 *
 * <p>FF1 of NIST SP 800-38G with AES-256 and radix 256: the four octets are the numerals, the
 * digest of the node's peer ID is the tweak. Nothing is authenticated: under a wrong key, or at the
 * node of another peer ID, an address decrypts to a wrong one. Safe for use by many threads.
 *
 * @see "protocol/wire.md section 10"
 */
final class AddressCipher {
  private static final int RADIX = 256;

  private final ClusterKey key;

  AddressCipher(ClusterKey key) {
    this.key = key;
  }

  Ipv4Address encrypt(Ipv4Address address, PeerId node) {
    return apply(true, address, node);
  }

  Ipv4Address decrypt(Ipv4Address encrypted, PeerId node) {
    return apply(false, encrypted, node);
  }

  private Ipv4Address apply(boolean encrypt, Ipv4Address address, PeerId node) {
    FPEFF1Engine ff1 = new FPEFF1Engine(AESEngine.newInstance());
    ff1.init(
        encrypt,
        new FPEParameters(
            new KeyParameter(key.secretBytes().toArray()), RADIX, node.digest().toArray()));
    byte[] octets = address.toBytes().toArray();
    ff1.processBlock(octets, 0, octets.length, octets, 0);
    return Ipv4Address.fromBytes(Bytes.wrap(octets));
  }
}
