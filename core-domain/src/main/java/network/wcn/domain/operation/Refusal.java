package network.wcn.domain.operation;

import java.util.Optional;

/**
 * Why an operation was not served: the error of the storage API.
 *
 * @param code what kind of refusal
 * @param message what was wrong and what to do, if there is more to say
 */
public record Refusal(Code code, Optional<String> message) {
  private static final String NETWORK_PREFIX = "NETWORK: ";
  private static final String INVALID_PREFIX = "INVALID: ";

  /** Kinds of refusals the storage API knows. */
  public enum Code {
    /** The service failed; another node may succeed. Wire code 0. */
    INTERNAL,
    /** The caller may not do this; a retry cannot help. Wire code 1. */
    UNAUTHORIZED,
    /** Caller and replica disagree on the keyspace's version; a retry may help. Wire code 2. */
    KEYSPACE_VERSION_MISMATCH
  }

  public static Refusal internal() {
    return new Refusal(Code.INTERNAL, Optional.empty());
  }

  public static Refusal internal(String message) {
    return new Refusal(Code.INTERNAL, Optional.of(message));
  }

  public static Refusal unauthorized() {
    return new Refusal(Code.UNAUTHORIZED, Optional.empty());
  }

  public static Refusal unauthorized(String message) {
    return new Refusal(Code.UNAUTHORIZED, Optional.of(message));
  }

  public static Refusal keyspaceVersionMismatch() {
    return new Refusal(Code.KEYSPACE_VERSION_MISMATCH, Optional.empty());
  }

  /**
   * Returns the refusal of a service that is cut off: sent as {@code INTERNAL} so that every client
   * tries another node.
   */
  public static Refusal network(String reason) {
    return internal(NETWORK_PREFIX + reason);
  }

  /** Returns the refusal of a request that breaks a stated limit: no node will take it. */
  public static Refusal invalid(String reason) {
    return internal(INVALID_PREFIX + reason);
  }

  /** Returns whether this is a {@link #network} refusal. */
  public boolean isNetwork() {
    return begins(NETWORK_PREFIX);
  }

  /** Returns whether this is an {@link #invalid} refusal. */
  public boolean isInvalid() {
    return begins(INVALID_PREFIX);
  }

  private boolean begins(String prefix) {
    return code == Code.INTERNAL && message.filter(m -> m.startsWith(prefix)).isPresent();
  }

  /** Returns whether the same operation may succeed at another node or a little later. */
  public boolean isRetryable() {
    return code != Code.UNAUTHORIZED && !isInvalid();
  }
}
