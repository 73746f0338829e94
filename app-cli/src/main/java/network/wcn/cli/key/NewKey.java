package network.wcn.cli.key;

import java.security.SecureRandom;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.SecretKey;

/** Makes keys. */
public final class NewKey {
  private NewKey() {}

  /** Returns a key that nobody had before. */
  public static SecretKey random() {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    new SecureRandom().nextBytes(seed);
    return new SecretKey(Bytes.wrap(seed));
  }
}
