package network.wcn.app.db.admin;

import java.net.InetAddress;
import java.util.Optional;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.environment.Kind;

/**
 * The admin port.
 *
 * @param port ADMIN_SERVER_PORT; 0 for any free one
 * @param isPortChosen whether the operator named it: the standard one may be taken by another
 *     database of the machine, which is no reason not to start
 * @param bind ADMIN_SERVER_BIND
 * @param password ADMIN_PASSWORD; without it dumps cannot be reached through this port
 * @param listRequiresPassword ADMIN_LIST_REQUIRES_PASSWORD
 */
public record AdminSettings(
    int port,
    boolean isPortChosen,
    InetAddress bind,
    Optional<AdminPassword> password,
    boolean listRequiresPassword) {
  private static final int STANDARD_PORT = 4201;

  private static final Kind<String> TEXT =
      new Kind<>("at least 12 characters, not the template's", true, () -> "", text -> text);

  private static final Kind<InetAddress> BIND =
      new Kind<>(
          Kind.IPV4_ADDRESS.expected(),
          false,
          InetAddress::getLoopbackAddress,
          text -> Kind.IPV4_ADDRESS.parser().apply(text));

  /** Reads the settings. */
  public static AdminSettings from(Environment in) {
    Optional<Integer> port = in.optional("ADMIN_SERVER_PORT", Kind.PORT);
    return new AdminSettings(
        port.orElse(STANDARD_PORT),
        port.isPresent(),
        in.optional("ADMIN_SERVER_BIND", BIND, InetAddress.getLoopbackAddress()),
        passwordIn(in),
        in.optional("ADMIN_LIST_REQUIRES_PASSWORD", Kind.FLAG, false));
  }

  private static Optional<AdminPassword> passwordIn(Environment in) {
    Optional<String> text = in.optional("ADMIN_PASSWORD", TEXT);
    boolean isWeakAllowed = in.optional("ADMIN_PASSWORD_ALLOW_WEAK", Kind.FLAG, false);
    try {
      return text.filter(given -> !given.isEmpty())
          .map(given -> AdminPassword.of(given, isWeakAllowed));
    } catch (IllegalArgumentException e) {
      in.problem("ADMIN_PASSWORD", String.valueOf(e.getMessage()), TEXT.expected());
      return Optional.empty();
    }
  }
}
