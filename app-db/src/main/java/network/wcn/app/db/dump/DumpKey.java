package network.wcn.app.db.dump;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import network.wcn.domain.Bytes;

/** What a secret becomes for one dump: the key of its data, and a value to know it again. */
final class DumpKey {
  static final int CHECK_BYTES = 8;

  /** What a new dump takes, about a third of a second. */
  static final int ITERATIONS = 600_000;

  private final SecretKey data;
  private final Bytes salt;
  private final int iterations;
  private final Bytes check;

  private DumpKey(SecretKey data, Bytes salt, int iterations, Bytes check) {
    this.data = data;
    this.salt = salt;
    this.iterations = iterations;
    this.check = check;
  }

  /** Returns a key that no other dump has. */
  static DumpKey fresh(DumpSecret secret) {
    byte[] salt = new byte[DumpHeader.SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return derive(secret, Bytes.wrap(salt), ITERATIONS);
  }

  static DumpKey derive(DumpSecret secret, Bytes salt, int iterations) {
    try {
      byte[] master = Pbkdf2.sha256(secret.passphrase(), salt, iterations);
      SecretKey data = new SecretKeySpec(expand(master, "wcn dump data"), "AES");
      byte[] check = Arrays.copyOf(expand(master, "wcn dump check"), CHECK_BYTES);
      Arrays.fill(master, (byte) 0);
      return new DumpKey(data, salt, iterations, Bytes.wrap(check));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is part of every JDK", e);
    }
  }

  private static byte[] expand(byte[] master, String purpose) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(master, "HmacSHA256"));
    return mac.doFinal(Bytes.utf8(purpose).unsafeArray());
  }

  SecretKey data() {
    return data;
  }

  Bytes salt() {
    return salt;
  }

  int iterations() {
    return iterations;
  }

  Bytes check() {
    return check;
  }
}
