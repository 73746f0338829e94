package network.wcn.domain.replication;

import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.operation.Operation;

/**
 * One call of the storage API.
 *
 * @param operation what is asked
 * @param keyspaceVersion of the caller, unsigned 64 bits; absent from clients
 * @param trailer what our own nodes say beyond the reference's format; absent from everyone else
 */
public record StorageRequest(
    Operation operation, OptionalLong keyspaceVersion, Optional<RequestTrailer> trailer) {

  /** Returns the request of a client. */
  public static StorageRequest ofClient(Operation operation) {
    return new StorageRequest(operation, OptionalLong.empty(), Optional.empty());
  }
}
