package network.wcn.app.db.dump;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import network.wcn.domain.Bytes;

/** Makes guessing a passphrase slow: PBKDF2 with HMAC-SHA256. */
public final class Pbkdf2 {
  private static final int KEY_BITS = 256;

  private Pbkdf2() {}

  /**
   * Returns 32 bytes.
   *
   * @param passphrase any bytes but none
   * @param salt not empty
   */
  public static byte[] sha256(Bytes passphrase, Bytes salt, int iterations) {
    // The JDK hashes the UTF-8 form of characters, so bytes that are no UTF-8 are spelled as hex.
    String text = passphrase.toUtf8();
    boolean isText = Bytes.utf8(text).equals(passphrase);
    char[] characters = (isText ? text : passphrase.toHex()).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(characters, salt.toArray(), iterations, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2WithHmacSHA256 is part of every JDK", e);
    } finally {
      spec.clearPassword();
    }
  }
}
