package network.wcn.domain.identity;

import java.util.Arrays;
import java.util.Optional;
import network.wcn.domain.Bytes;

/**
 * A libp2p peer ID: a multihash, for our own keys the identity multihash of an Ed25519 public key.
 *
 * <p>IDs of other keys are valid data (on chain, as text), but such a peer can never connect.
 *
 * @param multihash {@code varint code || varint length || digest}, minimal varints; code 0 with a
 *     digest of at most 42 bytes or code 0x12 with at most 64
 * @throws IllegalArgumentException if {@code multihash} is anything else
 * @see "protocol/wire.md section 1"
 */
public record PeerId(Bytes multihash) implements Comparable<PeerId> {
  /** What stands before the public key in the peer ID of an Ed25519 key. */
  private static final Bytes ED25519_PREFIX = Bytes.of(new byte[] {0, 0x24, 8, 1, 0x12, 0x20});

  private static final int PUBLIC_KEY_SIZE_BYTES = 32;
  private static final int IDENTITY = 0x00;
  private static final int SHA2_256 = 0x12;

  public PeerId {
    digestOffset(multihash);
  }

  /**
   * Returns the peer ID of an Ed25519 public key.
   *
   * @throws IllegalArgumentException if {@code publicKey} has not 32 bytes
   */
  public static PeerId ofEd25519(Bytes publicKey) {
    if (publicKey.size() != PUBLIC_KEY_SIZE_BYTES) {
      throw new IllegalArgumentException(
          "an Ed25519 public key has 32 bytes, got " + publicKey.size());
    }
    return new PeerId(ED25519_PREFIX.concat(publicKey));
  }

  /**
   * Reads base58btc text.
   *
   * @throws IllegalArgumentException if {@code text} is not base58 of a valid multihash
   */
  public static PeerId parse(String text) {
    try {
      return new PeerId(Base58.decode(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a peer ID is base58 text like 12D3KooW…, got \"" + text + "\": " + e.getMessage(), e);
    }
  }

  /** Returns the multihash's digest, the tweak of address encryption. */
  public Bytes digest() {
    return multihash.slice(digestOffset(multihash), multihash.size());
  }

  /** Returns the 32 bytes of the Ed25519 public key, unless this is the ID of another key. */
  public Optional<Bytes> publicKey() {
    int keyOffset = ED25519_PREFIX.size();
    boolean isEd25519 =
        multihash.startsWith(ED25519_PREFIX)
            && multihash.size() == keyOffset + PUBLIC_KEY_SIZE_BYTES;
    return isEd25519 ? Optional.of(multihash.slice(keyOffset, multihash.size())) : Optional.empty();
  }

  private static int digestOffset(Bytes multihash) {
    // Valid codes and lengths fit in one varint byte; two bytes would not be minimal.
    if (multihash.size() < 2) {
      throw new IllegalArgumentException("a multihash of " + multihash.size() + " bytes is cut");
    }
    int code = multihash.at(0);
    int length = multihash.at(1);
    int longest =
        switch (code) {
          case IDENTITY -> 42;
          case SHA2_256 -> 64;
          default -> throw new IllegalArgumentException("unknown multihash code " + code);
        };
    if (length < 0 || length > longest || length != multihash.size() - 2) {
      throw new IllegalArgumentException(
          "the multihash announces a digest of "
              + (length & 0xff)
              + " bytes, has "
              + (multihash.size() - 2)
              + " and may have "
              + longest);
    }
    return 2;
  }

  @Override
  public int compareTo(PeerId other) {
    return Arrays.compareUnsigned(multihash.unsafeArray(), other.multihash.unsafeArray());
  }

  /** Returns the base58btc text. */
  @Override
  public String toString() {
    return Base58.encode(multihash);
  }
}
