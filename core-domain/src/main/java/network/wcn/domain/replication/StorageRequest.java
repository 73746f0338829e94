package network.wcn.domain.replication;

import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
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
   * Returns the record that replicas merge into what they hold: with both registers of a {@link
   * RequestTrailer.Repair} where there is one, otherwise as the operation alone tells. A repair
   * that contradicts its operation does not count, since other replicas only see the operation.
   *
   * @return nothing for a read, and for a write of version 0, which never takes effect
   */
  public Optional<StoredRecord> incoming() {
    return operation instanceof Operation.Write write
        ? write.incoming().map(this::withRepair)
        : Optional.empty();
  }

  private StoredRecord withRepair(StoredRecord told) {
    return trailer.orElse(null) instanceof RequestTrailer.Repair(RecordHeader header)
            && agree(told.header(), header)
        ? new StoredRecord(header, told.payload())
        : told;
  }

  /** Returns whether {@code repair} adds to {@code told} only what an operation cannot say. */
  private static boolean agree(RecordHeader told, RecordHeader repair) {
    return told.kind() == repair.kind()
        && told.expirationVersion().equals(repair.expirationVersion())
        && (told.kind() == PayloadKind.TOMBSTONE || told.expiration().equals(repair.expiration()));
  }
}
