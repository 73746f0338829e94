package network.wcn.wire.account;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/**
 * The secret key of an account on an EVM chain, and so of a node operator: its ID is this key's
 * address.
 *
 * <p>Messages are signed as EVM wallets sign them (EIP-191 version 0x45, "personal_sign"), so that
 * no signature made here can ever pass for a transaction.
 *
 * @see "protocol/surface.md section 1, SMART_CONTRACT_SIGNER_PRIVATE_KEY"
 */
public final class AccountKey {
  private static final int KEY_BYTES = 32;
  private static final String PREFIX = "0x";

  private final BigInteger secret;
  private final OperatorId address;

  private AccountKey(BigInteger secret) {
    this.secret = secret;
    this.address = Secp256k1.addressOf(secret);
  }

  /**
   * Reads 64 hex digits of any case, with or without {@code 0x}.
   *
   * @throws IllegalArgumentException if {@code text} is anything else, or a number that is no key;
   *     the message does not repeat {@code text}
   */
  public static AccountKey parse(String text) {
    String digits = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    if (digits.length() != 2 * KEY_BYTES
        || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
      throw new IllegalArgumentException(
          "an account's private key is 64 hex digits, with or without 0x, got "
              + text.length()
              + " characters that are not");
    }
    BigInteger secret = new BigInteger(digits, 16);
    if (!Secp256k1.isPrivateKey(secret)) {
      throw new IllegalArgumentException(
          "an account's private key is between 1 and the order of secp256k1, got a number outside");
    }
    return new AccountKey(secret);
  }

  /**
   * Makes a new key.
   *
   * @param random must be fit for secrets, like {@link java.security.SecureRandom}
   */
  public static AccountKey generate(RandomGenerator random) {
    byte[] candidate = new byte[KEY_BYTES];
    BigInteger secret = BigInteger.ZERO;
    while (!Secp256k1.isPrivateKey(secret)) {
      random.nextBytes(candidate);
      secret = new BigInteger(1, candidate);
    }
    return new AccountKey(secret);
  }

  /** Returns the account: the last 20 bytes of the hash of the public key. */
  public OperatorId address() {
    return address;
  }

  /** Returns the 65-byte signature of {@code message}; the same every time. */
  public Bytes sign(Bytes message) {
    return Secp256k1.sign(secret, digest(message));
  }

  /**
   * Returns the account that signed {@code message}.
   *
   * <p>Any well-formed signature has a signer: compare it with the account that was expected.
   *
   * @throws network.wcn.wire.MalformedMessage if {@code signature} is not 65 bytes that some
   *     account could have made
   */
  public static OperatorId signerOf(Bytes message, Bytes signature) {
    return Secp256k1.recover(digest(message), signature);
  }

  /** Returns the secret as {@code 0x} and 64 hex digits: for key files, never for logs. */
  public String exportHex() {
    return PREFIX + Bytes.wrap(Secp256k1.fixed(secret)).toHex();
  }

  private static Bytes digest(Bytes message) {
    Bytes prefix = Bytes.utf8("\u0019Ethereum Signed Message:\n" + message.size());
    return Keccak256.hash(prefix.concat(message));
  }

  /** Names the account, never the secret. */
  @Override
  public String toString() {
    return "AccountKey of " + address;
  }
}
