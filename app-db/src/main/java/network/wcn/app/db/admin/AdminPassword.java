package network.wcn.app.db.admin;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Set;
import network.wcn.app.db.dump.Pbkdf2;
import network.wcn.domain.Bytes;

/**
 * The password of the admin port. Kept as a digest that is slow to guess, compared in constant
 * time; never prints.
 */
public final class AdminPassword {
  private static final int SHORTEST = 12;
  private static final int ITERATIONS = 100_000;
  private static final int SALT_BYTES = 16;

  /** What templates of configurations say. */
  private static final Set<String> TEMPLATES = Set.of("your_admin_password", "admin_password");

  private final Bytes salt;
  private final byte[] digest;

  private AdminPassword(Bytes salt, byte[] digest) {
    this.salt = salt;
    this.digest = digest;
  }

  /**
   * Returns the password {@code text}.
   *
   * @param isWeakAllowed whether it may be shorter than 12 characters
   * @throws IllegalArgumentException if it is too short, or what a template says
   */
  public static AdminPassword of(String text, boolean isWeakAllowed) {
    if (TEMPLATES.contains(text)) {
      throw new IllegalArgumentException("the password is the one of the template");
    }
    if (text.isEmpty() || (text.length() < SHORTEST && !isWeakAllowed)) {
      throw new IllegalArgumentException("the password has fewer than 12 characters");
    }
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    Bytes kept = Bytes.wrap(salt);
    return new AdminPassword(kept, Pbkdf2.sha256(Bytes.utf8(text), kept, ITERATIONS));
  }

  /** Returns whether {@code text} is the password, in a time that does not tell how far it is. */
  boolean matches(String text) {
    byte[] other = Pbkdf2.sha256(Bytes.utf8(text), salt, ITERATIONS);
    return MessageDigest.isEqual(digest, other);
  }

  @Override
  public String toString() {
    return "<redacted>";
  }
}
