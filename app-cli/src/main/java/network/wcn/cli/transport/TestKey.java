package network.wcn.cli.transport;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.SecretKey;

/** The identity of a test server. */
final class TestKey {
  private TestKey() {}

  /** Returns the key of every test server; everybody knows it, so it proves nothing. */
  static SecretKey ofServer() {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    Bytes name = Bytes.utf8("wcn operator test-server");
    System.arraycopy(name.unsafeArray(), 0, seed, 0, name.size());
    return new SecretKey(Bytes.wrap(seed));
  }
}
