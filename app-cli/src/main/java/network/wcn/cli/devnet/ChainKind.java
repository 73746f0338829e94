package network.wcn.cli.devnet;

import java.util.Arrays;
import java.util.Locale;

/** On what kind of chain the contract of a devnet lives. */
enum ChainKind {
  /** The embedded ledger: our rules without a chain. */
  LEDGER("ledger+http"),
  /** A real EVM chain on this machine. */
  ANVIL("ws");

  private final String scheme;

  ChainKind(String scheme) {
    this.scheme = scheme;
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} names no kind
   */
  static ChainKind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a chain is one of " + Arrays.toString(values()) + ", got \"" + text + "\""));
  }

  /** Returns what nodes take as {@code RPC_PROVIDER_URL} for a chain at {@code port}. */
  String providerUrl(String host, int port) {
    return scheme + "://" + host + ":" + port;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
