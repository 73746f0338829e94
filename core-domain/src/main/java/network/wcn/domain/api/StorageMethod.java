package network.wcn.domain.api;

import java.util.List;

/**
 * The calls of the storage API, the same for coordinator, replica and database.
 *
 * @see "protocol/wire.md section 5"
 */
public final class StorageMethod {
  public static final RpcMethod GET = RpcMethod.unary(0, "Get");
  public static final RpcMethod SET = RpcMethod.unary(1, "Set");
  public static final RpcMethod DEL = RpcMethod.unary(2, "Del");
  public static final RpcMethod SET_EXP = RpcMethod.unary(3, "SetExp");
  public static final RpcMethod GET_EXP = RpcMethod.unary(4, "GetExp");
  public static final RpcMethod HGET = RpcMethod.unary(5, "HGet");
  public static final RpcMethod HSET = RpcMethod.unary(6, "HSet");
  public static final RpcMethod HDEL = RpcMethod.unary(7, "HDel");
  public static final RpcMethod HSET_EXP = RpcMethod.unary(8, "HSetExp");
  public static final RpcMethod HGET_EXP = RpcMethod.unary(9, "HGetExp");
  public static final RpcMethod HCARD = RpcMethod.unary(10, "HCard");
  public static final RpcMethod HSCAN = RpcMethod.unary(11, "HScan");
  public static final RpcMethod READ_DATA = RpcMethod.stream(12, "ReadData");
  public static final RpcMethod WRITE_DATA = RpcMethod.stream(13, "WriteData");

  static final List<RpcMethod> ALL =
      List.of(
          GET,
          SET,
          DEL,
          SET_EXP,
          GET_EXP,
          HGET,
          HSET,
          HDEL,
          HSET_EXP,
          HGET_EXP,
          HCARD,
          HSCAN,
          READ_DATA,
          WRITE_DATA);

  private StorageMethod() {}
}
