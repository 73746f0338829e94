package network.wcn.bench;

/** The twelve operations, as reports call them. */
public enum OperationKind {
  GET("get", false, false),
  SET("set", false, true),
  DEL("del", false, true),
  GET_EXP("get_exp", false, false),
  SET_EXP("set_exp", false, true),
  HGET("hget", true, false),
  HSET("hset", true, true),
  HDEL("hdel", true, true),
  HGET_EXP("hget_exp", true, false),
  HSET_EXP("hset_exp", true, true),
  HCARD("hcard", true, false),
  HSCAN("hscan", true, false);

  private final String label;
  private final boolean isOfMap;
  private final boolean isWrite;

  OperationKind(String label, boolean isOfMap, boolean isWrite) {
    this.label = label;
    this.isOfMap = isOfMap;
    this.isWrite = isWrite;
  }

  public String label() {
    return label;
  }

  /** Returns whether it goes to a map, not to a single record. */
  public boolean isOfMap() {
    return isOfMap;
  }

  public boolean isWrite() {
    return isWrite;
  }
}
