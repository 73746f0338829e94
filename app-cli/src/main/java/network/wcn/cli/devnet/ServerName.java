package network.wcn.cli.devnet;

/**
 * How a server of a network is called: {@code 3/db}, {@code 3/node-1}, or {@code ledger}.
 *
 * @param operator the operator's number, from 1 on; 0 for the ledger
 * @param node the node's number, from 1 on; 0 for a database and the ledger
 */
record ServerName(int operator, int node) {
  static final ServerName LEDGER = new ServerName(0, 0);

  /** What the ledger may be called too, as it can be an EVM chain. */
  private static final String CHAIN = "chain";

  private static final String DATABASE_SUFFIX = "db";
  private static final String NODE_PREFIX = "node-";

  static ServerName database(int operator) {
    return new ServerName(operator, 0);
  }

  static ServerName node(int operator, int node) {
    return new ServerName(operator, node);
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  static ServerName parse(String text) {
    if (text.equals(LEDGER.toString()) || text.equals(CHAIN)) {
      return LEDGER;
    }
    int slash = text.indexOf('/');
    if (slash > 0) {
      try {
        int operator = Integer.parseUnsignedInt(text.substring(0, slash));
        String server = text.substring(slash + 1);
        if (operator > 0 && server.equals(DATABASE_SUFFIX)) {
          return database(operator);
        }
        if (operator > 0 && server.startsWith(NODE_PREFIX)) {
          int node = Integer.parseUnsignedInt(server.substring(NODE_PREFIX.length()));
          if (node > 0) {
            return node(operator, node);
          }
        }
      } catch (NumberFormatException _) {
        // Refused below, like every other text that is no name.
      }
    }
    throw new IllegalArgumentException(
        "a server is called like 3/db or 3/node-1, got \"" + text + "\"");
  }

  boolean isLedger() {
    return operator == 0;
  }

  boolean isDatabase() {
    return operator > 0 && node == 0;
  }

  @Override
  public String toString() {
    if (isLedger()) {
      return "ledger";
    }
    return operator + "/" + (isDatabase() ? DATABASE_SUFFIX : NODE_PREFIX + node);
  }
}
