package network.wcn.wire.json;

import java.util.Optional;

/**
 * Why a call of the cluster or metrics API failed.
 *
 * @param code 0 to 255: {@link #INTERNAL}, or what the API calls 1
 * @param message what was wrong, if there is more to say
 * @throws IllegalArgumentException if {@code code} is outside of that range
 */
public record ApiError(int code, Optional<String> message) {
  /** The service failed. */
  public static final int INTERNAL = 0;

  /** In the cluster API: the caller may not ask. */
  public static final int UNAUTHORIZED = 1;

  /** In the metrics API: there is no such target. */
  public static final int NOT_FOUND = 1;

  public ApiError {
    if (code < 0 || code > 255) {
      throw new IllegalArgumentException("an error code is 0 to 255, got " + code);
    }
  }

  /** Returns the error of a service that failed, saying why. */
  public static ApiError internal(String message) {
    return new ApiError(INTERNAL, Optional.of(message));
  }
}
