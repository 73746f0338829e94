package network.wcn.domain.replication;

import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.StoredRecord;

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

  /**
   * Returns the record that replicas merge into what they hold: that of the operation, with both
   * registers where a trailer carries them. Nothing for reads and for writes of version 0.
   */
  public Optional<StoredRecord> incoming() {
    if (!(operation instanceof Operation.Write write)) {
      return Optional.empty();
    }
    Optional<StoredRecord> written = write.incoming();
    if (written.isPresent()
        && trailer.orElse(null) instanceof RequestTrailer.Repair(var header)
        && header.kind() == written.get().header().kind()) {
      return Optional.of(new StoredRecord(header, written.get().payload()));
    }
    return written;
  }
}
