package network.wcn.wire.storage;

import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.Operation;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/** The fields of a request that make up its operation: all but the keyspace version. */
final class RequestForm {
  private RequestForm() {}

  static void write(PostcardSink out, Operation operation) {
    out.fixed(operation.namespace().operator().address());
    out.u8(operation.namespace().index());
    out.bytes(operation.key());
    switch (operation) {
      case Operation.Get _, Operation.GetExp _, Operation.HCard _ -> {}
      case Operation.Set set -> {
        out.bytes(set.value());
        out.u64(set.expiration().unixSeconds());
        out.u64(set.version().micros());
      }
      case Operation.Del del -> out.u64(del.version().micros());
      case Operation.SetExp setExp -> {
        out.u64(setExp.expiration().unixSeconds());
        out.u64(setExp.version().micros());
      }
      case Operation.HGet hget -> out.bytes(hget.field());
      case Operation.HGetExp hgetExp -> out.bytes(hgetExp.field());
      case Operation.HSet hset -> {
        out.bytes(hset.field());
        out.bytes(hset.value());
        out.u64(hset.expiration().unixSeconds());
        out.u64(hset.version().micros());
      }
      case Operation.HDel hdel -> {
        out.bytes(hdel.field());
        out.u64(hdel.version().micros());
      }
      case Operation.HSetExp hsetExp -> {
        out.bytes(hsetExp.field());
        out.u64(hsetExp.expiration().unixSeconds());
        out.u64(hsetExp.version().micros());
      }
      case Operation.HScan hscan -> {
        out.u32(hscan.count());
        RecordForm.writeOptionalBytes(out, hscan.cursor());
      }
    }
  }

  static Operation read(RpcMethod method, PostcardReader in) {
    // Ids of network.wcn.domain.api.StorageMethod.
    return switch (method.id()) {
      case 0 -> new Operation.Get(namespace(in), in.bytes());
      case 1 -> set(namespace(in), in.bytes(), RecordForm.readRecord(in));
      case 2 -> new Operation.Del(namespace(in), in.bytes(), RecordForm.readVersion(in));
      case 3 ->
          new Operation.SetExp(
              namespace(in), in.bytes(), RecordForm.readExpiration(in), RecordForm.readVersion(in));
      case 4 -> new Operation.GetExp(namespace(in), in.bytes());
      case 5 -> new Operation.HGet(namespace(in), in.bytes(), in.bytes());
      case 6 -> hset(namespace(in), in.bytes(), RecordForm.readEntry(in));
      case 7 ->
          new Operation.HDel(namespace(in), in.bytes(), in.bytes(), RecordForm.readVersion(in));
      case 8 ->
          new Operation.HSetExp(
              namespace(in),
              in.bytes(),
              in.bytes(),
              RecordForm.readExpiration(in),
              RecordForm.readVersion(in));
      case 9 -> new Operation.HGetExp(namespace(in), in.bytes(), in.bytes());
      case 10 -> new Operation.HCard(namespace(in), in.bytes());
      case 11 ->
          new Operation.HScan(
              namespace(in), in.bytes(), in.u32(), RecordForm.readOptionalBytes(in));
      default -> throw notAnOperation(method);
    };
  }

  /** Passes over what {@link #read} would read. */
  static void skip(RpcMethod method, PostcardReader in) {
    in.skip(Namespace.SIZE_BYTES);
    in.skipBytes();
    switch (method.id()) {
      case 0, 4, 10 -> {}
      case 1 -> {
        in.skipBytes();
        skipU64(in, 2);
      }
      case 2 -> skipU64(in, 1);
      case 3 -> skipU64(in, 2);
      case 5, 9 -> in.skipBytes();
      case 6 -> {
        in.skipBytes();
        in.skipBytes();
        skipU64(in, 2);
      }
      case 7 -> {
        in.skipBytes();
        skipU64(in, 1);
      }
      case 8 -> {
        in.skipBytes();
        skipU64(in, 2);
      }
      case 11 -> {
        int _ = in.u32();
        if (in.present()) {
          in.skipBytes();
        }
      }
      default -> throw notAnOperation(method);
    }
  }

  private static void skipU64(PostcardReader in, int count) {
    for (int i = 0; i < count; i++) {
      long _ = in.u64();
    }
  }

  static IllegalArgumentException notAnOperation(RpcMethod method) {
    return new IllegalArgumentException(
        "expected one of the twelve operations, got call " + method.id() + " " + method.name());
  }

  private static Namespace namespace(PostcardReader in) {
    return new Namespace(new OperatorId(in.fixed(OperatorId.SIZE_BYTES)), in.u8());
  }

  private static Operation set(Namespace namespace, Bytes key, LiveRecord record) {
    return new Operation.Set(namespace, key, record.value(), record.expiration(), record.version());
  }

  private static Operation hset(Namespace namespace, Bytes key, MapEntry entry) {
    LiveRecord record = entry.record();
    return new Operation.HSet(
        namespace, key, entry.field(), record.value(), record.expiration(), record.version());
  }
}
