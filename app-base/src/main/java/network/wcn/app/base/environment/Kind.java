package network.wcn.app.base.environment;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;

/**
 * How the text of a variable becomes a value.
 *
 * @param expected what a correct value is, to be read after "expected"
 * @param secret whether the text must not be printed
 * @param placeholder makes a correct value that stands in for a wrong one while the remaining
 *     variables are looked at; it never gets out, as {@link Environment#finish} throws
 * @param parser makes the value; throws {@link IllegalArgumentException} for a wrong text
 */
public record Kind<T>(
    String expected, boolean secret, Supplier<T> placeholder, Function<String, T> parser) {
  private static final int KEY_SIZE_BYTES = 32;
  private static final Pattern IPV4 =
      Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  private static final PeerId ANY_PEER = PeerId.ofEd25519(Bytes.wrap(new byte[KEY_SIZE_BYTES]));

  /** {@code true} or {@code false}, in lower case. */
  public static final Kind<Boolean> FLAG =
      open(
          "true or false",
          false,
          text ->
              switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("neither true nor false");
              });

  /** A UDP or TCP port; 0 lets the system choose. */
  public static final Kind<Integer> PORT = integer(0, 65_535);

  /** An IPv4 address in numbers. */
  public static final Kind<Inet4Address> IPV4_ADDRESS =
      open("an IPv4 address such as 10.0.0.1", loopback(), Kind::address);

  /** A peer ID in base58. */
  public static final Kind<PeerId> PEER_ID =
      open("a peer ID such as 12D3KooW...", ANY_PEER, PeerId::parse);

  /** The 20 bytes of an account or contract in hex. */
  public static final Kind<OperatorId> ADDRESS =
      open("an address: 0x and 40 hex digits", OperatorId.ZERO, OperatorId::parse);

  /** A path of the file system. */
  public static final Kind<Path> PATH = open("a path", Path.of("."), Kind::path);

  /** The identity of a node or a database: the seed of an Ed25519 key in base64. */
  public static final Kind<SecretKey> SECRET_KEY =
      new Kind<>(
          "standard base64 of 32 bytes",
          true,
          () -> new SecretKey(Bytes.wrap(new byte[KEY_SIZE_BYTES])),
          SecretKey::parse);

  /** The key that encrypts addresses on chain: 64 hex digits behind an optional {@code 0x}. */
  public static final Kind<ClusterKey> CLUSTER_KEY =
      new Kind<>(
          "64 hex digits",
          true,
          () -> new ClusterKey(Bytes.wrap(new byte[KEY_SIZE_BYTES])),
          ClusterKey::parse);

  /** Milliseconds, unsigned 32 bits. */
  public static final Kind<Duration> MILLIS =
      open("milliseconds, 0 to 4294967295", Duration.ZERO, text -> Duration.ofMillis(u32(text)));

  /** Seconds, unsigned 32 bits. */
  public static final Kind<Duration> SECONDS =
      open("seconds, 0 to 4294967295", Duration.ZERO, text -> Duration.ofSeconds(u32(text)));

  /** A whole number between {@code least} and {@code greatest}, both included. */
  public static Kind<Integer> integer(int least, int greatest) {
    return open(
        "a whole number from " + least + " to " + greatest,
        least,
        text -> (int) number(text, least, greatest));
  }

  /** A number of bytes of at least {@code least}. */
  public static Kind<Long> bytes(long least) {
    return open(
        "a whole number of bytes, at least " + least,
        least,
        text -> number(text, least, Long.MAX_VALUE));
  }

  /** Values of another kind, separated by commas. */
  public static <T> Kind<List<T>> listOf(Kind<T> element) {
    return new Kind<>(
        "a list, separated by commas, of " + element.expected(),
        element.secret(),
        List::of,
        text ->
            Arrays.stream(text.split(",", -1)).map(String::strip).map(element.parser()).toList());
  }

  /** One of {@code choices}, each named by its own text form in lower case. */
  public static <E extends Enum<E>> Kind<E> oneOf(Class<E> choices) {
    List<E> all = List.of(choices.getEnumConstants());
    List<String> names =
        all.stream().map(choice -> choice.name().toLowerCase(Locale.ROOT)).toList();
    return open(
        "one of " + String.join(", ", names),
        all.getFirst(),
        text -> {
          int index = names.indexOf(text);
          if (index < 0) {
            throw new IllegalArgumentException("no such choice");
          }
          return all.get(index);
        });
  }

  /** A URL with one of these schemes and a host. */
  public static Kind<URI> url(List<String> schemes) {
    return open(
        "a URL that begins with " + String.join(":// or ", schemes) + "://",
        URI.create(schemes.getFirst() + "://localhost"),
        text -> {
          URI url = uri(text);
          if (!schemes.contains(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("no such URL");
          }
          return url;
        });
  }

  private static <T> Kind<T> open(String expected, T placeholder, Function<String, T> parser) {
    return new Kind<>(expected, false, () -> placeholder, parser);
  }

  private static long u32(String text) {
    return number(text, 0, 0xffff_ffffL);
  }

  private static long number(String text, long least, long greatest) {
    // Java would also take other scripts' digits and a minus before zero.
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("not a number");
    }
    long value = Long.parseLong(text);
    if (value < least || value > greatest) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static Inet4Address loopback() {
    return address("127.0.0.1");
  }

  private static Inet4Address address(String text) {
    if (!IPV4.matcher(text).matches()) {
      throw new IllegalArgumentException("not an IPv4 address");
    }
    try {
      return (Inet4Address) InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
