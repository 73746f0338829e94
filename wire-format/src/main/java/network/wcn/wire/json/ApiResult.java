package network.wcn.wire.json;

/** What a call of the cluster or metrics API answers. */
public sealed interface ApiResult<T> {
  /** The call succeeded. */
  record Ok<T>(T value) implements ApiResult<T> {}

  /** The call failed. */
  record Err<T>(ApiError error) implements ApiResult<T> {}
}
