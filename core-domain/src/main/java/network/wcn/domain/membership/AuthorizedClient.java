package network.wcn.domain.membership;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.PeerId;

/**
 * A client of an operator and what it may use.
 *
 * @param peerId whom its connection proves
 * @param namespaceIndexes one byte (unsigned) per namespace of the operator that it may use, in the
 *     order of the contract; repetitions mean nothing
 */
public record AuthorizedClient(PeerId peerId, Bytes namespaceIndexes) {
  /** Returns a client of the namespaces with these indexes, each 0 to 255. */
  public static AuthorizedClient of(PeerId peerId, int... namespaceIndexes) {
    byte[] bytes = new byte[namespaceIndexes.length];
    for (int i = 0; i < bytes.length; i++) {
      if (namespaceIndexes[i] < 0 || namespaceIndexes[i] > 255) {
        throw new IllegalArgumentException(
            "a namespace index is 0 to 255, got " + namespaceIndexes[i]);
      }
      bytes[i] = (byte) namespaceIndexes[i];
    }
    return new AuthorizedClient(peerId, Bytes.wrap(bytes));
  }
}
