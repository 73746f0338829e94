package network.wcn.domain.replication;

import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;

/**
 * Writes that bring a replica up to date. The operation is what the reference understands; the
 * trailer carries what it cannot say.
 */
final class Repairs {
  private Repairs() {}

  static Operation.Write operation(RecordKey key, StoredRecord record) {
    RecordHeader header = record.header();
    return switch (key) {
      case RecordKey.Single(var namespace, var name) ->
          switch (header.kind()) {
            case VALUE ->
                new Operation.Set(
                    namespace, name, record.payload(), header.expiration(), header.version());
            case TOMBSTONE -> new Operation.Del(namespace, name, header.version());
            case NONE ->
                new Operation.SetExp(namespace, name, header.expiration(), header.version());
          };
      case RecordKey.Field(var namespace, var name, var field) ->
          switch (header.kind()) {
            case VALUE ->
                new Operation.HSet(
                    namespace,
                    name,
                    field,
                    record.payload(),
                    header.expiration(),
                    header.version());
            case TOMBSTONE -> new Operation.HDel(namespace, name, field, header.version());
            case NONE ->
                new Operation.HSetExp(
                    namespace, name, field, header.expiration(), header.version());
          };
    };
  }

  static StorageRequest request(Calls calls, RecordKey key, StoredRecord record) {
    return calls.request(operation(key, record), new RequestTrailer.Repair(record.header()));
  }

  /** Returns whether a replica took a repair. */
  static boolean succeeded(ReplicaReply reply) {
    return reply instanceof ReplicaReply.Answered(StorageResponse.Succeeded(Answer.Done _, _));
  }
}
