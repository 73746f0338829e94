package network.wcn.app.db.dump;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of a dump's files. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
