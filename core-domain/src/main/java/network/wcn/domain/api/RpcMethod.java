package network.wcn.domain.api;

/**
 * One call of an API.
 *
 * @param id the byte that names it on the wire, 0 to 255
 * @param name as it stands in metrics and logs
 * @param shape how its frames travel
 */
public record RpcMethod(int id, String name, Shape shape) {
  /** How the frames of a call travel. */
  public enum Shape {
    /** One request frame, one response frame. */
    UNARY,
    /** Any number of frames in one or both directions, without a deadline. */
    STREAM
  }

  static RpcMethod unary(int id, String name) {
    return new RpcMethod(id, name, Shape.UNARY);
  }

  static RpcMethod stream(int id, String name) {
    return new RpcMethod(id, name, Shape.STREAM);
  }
}
