package network.wcn.wire.storage;

import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.wire.postcard.Postcard;
import network.wcn.wire.postcard.PostcardReader;

/**
 * Translates calls of the storage API: each payload is that of one frame.
 *
 * <p>What our own nodes add stands behind the value, where the reference's decoder does not look,
 * as a {@linkplain Trailer trailer}. One that is unknown or damaged is taken as absent, never as an
 * error. Who serves clients must not act on trailers that clients send.
 *
 * @see "protocol/wire.md section 5"
 * @see "design.md section 3"
 */
public final class StorageCodec {
  private StorageCodec() {}

  /** Returns the call that carries {@code operation}. */
  public static RpcMethod method(Operation operation) {
    return switch (operation) {
      case Operation.Get _ -> StorageMethod.GET;
      case Operation.Set _ -> StorageMethod.SET;
      case Operation.Del _ -> StorageMethod.DEL;
      case Operation.GetExp _ -> StorageMethod.GET_EXP;
      case Operation.SetExp _ -> StorageMethod.SET_EXP;
      case Operation.HGet _ -> StorageMethod.HGET;
      case Operation.HSet _ -> StorageMethod.HSET;
      case Operation.HDel _ -> StorageMethod.HDEL;
      case Operation.HGetExp _ -> StorageMethod.HGET_EXP;
      case Operation.HSetExp _ -> StorageMethod.HSET_EXP;
      case Operation.HCard _ -> StorageMethod.HCARD;
      case Operation.HScan _ -> StorageMethod.HSCAN;
    };
  }

  /** Returns the payload of a request; {@link #method} names the call it belongs to. */
  public static Bytes encodeRequest(StorageRequest request) {
    Optional<Bytes> beyond = request.trailer().map(RequestTrailerForm::encode);
    return Postcard.encode(out -> {
      RequestForm.write(out, request.operation());
      out.optionalU64(request.keyspaceVersion());
      Trailer.write(out, beyond);
    });
  }

  /**
   * Reads the payload of a request.
   *
   * @param method one of the twelve operations
   * @throws network.wcn.wire.MalformedMessage if {@code payload} is not a request of {@code method}
   * @throws IllegalArgumentException if {@code method} is none of the twelve
   */
  public static StorageRequest decodeRequest(RpcMethod method, Bytes payload) {
    PostcardReader in = new PostcardReader(payload);
    Operation operation = RequestForm.read(method, in);
    return new StorageRequest(
        operation, in.optionalU64(), Trailer.read(in, RequestTrailerForm::read));
  }

  /**
   * Reads the keyspace version of a request without copying any of it: for who passes the payload
   * on as it is.
   *
   * @param method one of the twelve operations
   * @throws network.wcn.wire.MalformedMessage if {@code payload} is not a request of {@code method}
   * @throws IllegalArgumentException if {@code method} is none of the twelve
   */
  public static OptionalLong keyspaceVersion(RpcMethod method, Bytes payload) {
    PostcardReader in = new PostcardReader(payload);
    RequestForm.skip(method, in);
    return in.optionalU64();
  }

  /** Returns the payload of a response. */
  public static Bytes encodeResponse(StorageResponse response) {
    Optional<Bytes> beyond = ResponseForm.encodeEvidence(response);
    return Postcard.encode(out -> {
      ResponseForm.write(out, response);
      Trailer.write(out, beyond);
    });
  }

  /**
   * Reads the payload of a response.
   *
   * @param method the operation that was asked for, one of the twelve
   * @throws network.wcn.wire.MalformedMessage if {@code payload} is not a response to {@code
   *     method}
   * @throws IllegalArgumentException if {@code method} is none of the twelve
   */
  public static StorageResponse decodeResponse(RpcMethod method, Bytes payload) {
    return ResponseForm.read(method, new PostcardReader(payload));
  }

  /** Returns what {@code entry} takes in the response to an {@code hscan}, without evidence. */
  public static int sizeBytes(MapEntry entry) {
    return Math.toIntExact(Postcard.sizeBytes(out -> RecordForm.writeEntry(out, entry)));
  }
}
