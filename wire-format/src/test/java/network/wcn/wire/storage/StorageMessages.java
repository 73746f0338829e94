package network.wcn.wire.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.wire.Vectors;

/** The messages of the golden data as values, and the codec of each kind of message. */
final class StorageMessages {
  private StorageMessages() {}

  /** One kind of message, such as {@code get.request}. */
  record Kind(
      Function<Bytes, Object> decode,
      Function<Object, Bytes> encode,
      Function<JsonNode, Object> expected) {}

  static Kind kind(String type) {
    return switch (type) {
      case "read_data.request" ->
          new Kind(
              DataTransferCodec::decodeRequest,
              value -> DataTransferCodec.encodeRequest((ReadDataRequest) value),
              StorageMessages::readDataRequest);
      case "read_data.response" ->
          new Kind(
              DataTransferCodec::decodeMessage,
              value -> DataTransferCodec.encodeMessage((ReadDataMessage) value),
              StorageMessages::readDataMessage);
      case "write_data.request_item" ->
          new Kind(
              DataTransferCodec::decodeItem,
              value -> DataTransferCodec.encodeItem((DataItem) value),
              StorageMessages::item);
      case "write_data.response" ->
          new Kind(
              DataTransferCodec::decodeOutcome,
              value -> DataTransferCodec.encodeOutcome(optionalRefusal(value)),
              fields ->
                  fields.has("err") ? Optional.of(refusal(fields.get("err"))) : Optional.empty());
      default -> operationKind(type);
    };
  }

  private static Kind operationKind(String type) {
    String name = type.substring(0, type.indexOf('.'));
    RpcMethod method = method(name);
    return type.endsWith(".request")
        ? new Kind(
            payload -> StorageCodec.decodeRequest(method, payload),
            value -> StorageCodec.encodeRequest((StorageRequest) value),
            fields -> request(name, fields))
        : new Kind(
            payload -> StorageCodec.decodeResponse(method, payload),
            value -> StorageCodec.encodeResponse((StorageResponse) value),
            fields -> response(name, fields));
  }

  private static Optional<Refusal> optionalRefusal(Object value) {
    return ((Optional<?>) value).map(Refusal.class::cast);
  }

  static RpcMethod method(String name) {
    return Api.DATABASE
        .method(Vectors.read("storage-rpc.json").at("/rpc_ids/" + name).intValue())
        .orElseThrow();
  }

  static StorageRequest request(String name, JsonNode fields) {
    Namespace namespace = Namespace.fromBytes(Vectors.hex(fields, "namespace"));
    Bytes key = Vectors.hex(fields, "key");
    JsonNode version = fields.get("keyspace_version");
    return new StorageRequest(
        operation(name, namespace, key, fields),
        version.isNull() ? OptionalLong.empty() : OptionalLong.of(u64(version)),
        Optional.empty());
  }

  private static Operation operation(String name, Namespace namespace, Bytes key, JsonNode fields) {
    return switch (name) {
      case "get" -> new Operation.Get(namespace, key);
      case "set" -> {
        LiveRecord record = record(fields.get("record"));
        yield new Operation.Set(
            namespace, key, record.value(), record.expiration(), record.version());
      }
      case "del" -> new Operation.Del(namespace, key, version(fields));
      case "get_exp" -> new Operation.GetExp(namespace, key);
      case "set_exp" -> new Operation.SetExp(namespace, key, expiration(fields), version(fields));
      case "hget" -> new Operation.HGet(namespace, key, Vectors.hex(fields, "field"));
      case "hset" -> {
        MapEntry entry = entry(fields.get("entry"));
        LiveRecord record = entry.record();
        yield new Operation.HSet(
            namespace, key, entry.field(), record.value(), record.expiration(), record.version());
      }
      case "hdel" ->
          new Operation.HDel(namespace, key, Vectors.hex(fields, "field"), version(fields));
      case "hget_exp" -> new Operation.HGetExp(namespace, key, Vectors.hex(fields, "field"));
      case "hset_exp" ->
          new Operation.HSetExp(
              namespace, key, Vectors.hex(fields, "field"), expiration(fields), version(fields));
      case "hcard" -> new Operation.HCard(namespace, key);
      case "hscan" ->
          new Operation.HScan(
              namespace,
              key,
              (int) fields.get("count").longValue(),
              fields.get("cursor").isNull()
                  ? Optional.empty()
                  : Optional.of(Vectors.hex(fields, "cursor")));
      default -> throw new IllegalArgumentException("no operation " + name);
    };
  }

  static StorageResponse response(String name, JsonNode result) {
    if (result.has("err")) {
      return StorageResponse.of(refusal(result.get("err")));
    }
    JsonNode ok = result.get("ok");
    return StorageResponse.of(
        switch (name) {
          case "get", "hget" ->
              new Answer.Found(ok.isNull() ? Optional.empty() : Optional.of(record(ok)));
          case "get_exp", "hget_exp" ->
              new Answer.Expires(
                  ok.isNull() ? Optional.empty() : Optional.of(new Expiration(u64(ok))));
          case "hcard" -> new Answer.Cardinality(u64(ok));
          case "hscan" -> new Answer.Page(page(ok));
          default -> Answer.Done.INSTANCE;
        });
  }

  private static MapPage page(JsonNode node) {
    List<MapEntry> entries = new ArrayList<>();
    node.get("entries").forEach(entry -> entries.add(entry(entry)));
    return new MapPage(entries, node.get("has_next").booleanValue());
  }

  /** Codes that the protocol does not know become failures that name them. */
  static Refusal refusal(JsonNode error) {
    int code = error.get("code").intValue();
    Optional<String> message = Optional.ofNullable(error.get("message").textValue());
    return switch (code) {
      case 0 -> new Refusal(Refusal.Code.INTERNAL, message);
      case 1 -> new Refusal(Refusal.Code.UNAUTHORIZED, message);
      case 2 -> new Refusal(Refusal.Code.KEYSPACE_VERSION_MISMATCH, message);
      default ->
          Refusal.internal("unknown error code " + code + message.map(m -> ": " + m).orElse(""));
    };
  }

  /** Returns whether {@code fields} hold an error that we read but never write. */
  static boolean hasUnknownCode(JsonNode fields) {
    return fields.findValues("err").stream().anyMatch(error -> error.get("code").intValue() > 2);
  }

  private static Object readDataRequest(JsonNode fields) {
    return new ReadDataRequest(
        u64(fields.get("start")), u64(fields.get("end")), u64(fields.get("keyspace_version")));
  }

  static ReadDataMessage readDataMessage(JsonNode fields) {
    if (fields.has("ack")) {
      JsonNode ack = fields.get("ack");
      return ack.has("err")
          ? new ReadDataMessage.Refused(refusal(ack.get("err")))
          : ReadDataMessage.Accepted.INSTANCE;
    }
    JsonNode item = fields.get("item");
    return item.has("err")
        ? new ReadDataMessage.Failed(refusal(item.get("err")))
        : new ReadDataMessage.Item(item(item.get("ok")));
  }

  static DataItem item(JsonNode fields) {
    if (fields.has("done")) {
      return new DataItem.Done(u64(fields.get("done")));
    }
    JsonNode frame = fields.get("frame");
    DataItem.Type type =
        frame.get("data_type").textValue().equals("map") ? DataItem.Type.MAP : DataItem.Type.KV;
    return new DataItem.Frame(type, Vectors.hex(frame, "key"), Vectors.hex(frame, "value"));
  }

  private static MapEntry entry(JsonNode node) {
    return new MapEntry(Vectors.hex(node, "field"), record(node.get("record")));
  }

  static LiveRecord record(JsonNode node) {
    return new LiveRecord(Vectors.hex(node, "value"), expiration(node), version(node));
  }

  private static Expiration expiration(JsonNode node) {
    return new Expiration(u64(node.get("expiration")));
  }

  private static RecordVersion version(JsonNode node) {
    return new RecordVersion(u64(node.get("version")));
  }

  private static long u64(JsonNode node) {
    return Long.parseUnsignedLong(node.asText());
  }
}
