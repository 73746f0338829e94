package network.wcn.cli.contract;

/** As whom a command signs. */
public enum Role {
  OPERATOR("WCN_NODE_OPERATOR_PRIVATE_KEY"),
  OWNER("WCN_CLUSTER_SMART_CONTRACT_OWNER_PRIVATE_KEY");

  private final String keyVariable;

  Role(String keyVariable) {
    this.keyVariable = keyVariable;
  }

  /** Returns the environment variable that holds the account's private key. */
  String keyVariable() {
    return keyVariable;
  }
}
