package network.wcn.app.base.metrics;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How much metrics tell about peers; the metrics port is open to everyone. */
public enum PeerLabels {
  /** Peers are not told apart: their series are one. */
  NONE,
  /** Peers are told apart by 8 hex digits, which mean something to this process only. */
  HASH,
  /** Addresses and peer IDs are shown. */
  FULL;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHOWN_BYTES = 4;

  /** Made once per process, so that hashes cannot be compared between processes or guessed. */
  private static final class ProcessKey {
    static final SecretKeySpec KEY = fresh();

    private static SecretKeySpec fresh() {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      return new SecretKeySpec(key, ALGORITHM);
    }
  }

  /** Returns what stands for {@code value} in a label, or nothing if the label is left out. */
  Optional<String> shown(String value) {
    return switch (this) {
      case NONE -> Optional.empty();
      case HASH -> Optional.of(hash(value));
      case FULL -> Optional.of(value);
    };
  }

  private static String hash(String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(ProcessKey.KEY);
      byte[] digest = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
