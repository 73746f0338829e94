package network.wcn.wire.json;

import java.util.Map;
import network.wcn.domain.Bytes;
import network.wcn.domain.membership.ContractView;
import network.wcn.wire.MalformedMessage;

/**
 * The frames of the cluster API: the view, and the stream of its changes.
 *
 * <p>Operator data and network settings stay the bytes they are on chain. The event stream has no
 * request frame.
 *
 * @see "protocol/wire.md section 8"
 */
public final class ClusterJson {
  private ClusterJson() {}

  /** Returns the request for the view. */
  public static Bytes viewRequest() {
    return JsonWriter.write(JsonWriter::unit);
  }

  /**
   * Checks that {@code frame} is a request for the view.
   *
   * @throws MalformedMessage if it is not
   */
  public static void checkViewRequest(Bytes frame) {
    JsonReader.read(
        frame,
        json -> {
          json.unit();
          return frame;
        });
  }

  /** Returns the answer to a request for the view. */
  public static Bytes encodeView(ApiResult<ContractView> result) {
    return JsonWriter.write(json ->
        ResultJson.write(json, result, (ok, view) -> ViewJson.write(ok, ViewMessage.of(view))));
  }

  /**
   * Returns the answer to a request for the view.
   *
   * <p>The message does not tell the least number of operators, which reads as 5, nor when an
   * earlier migration was aborted, which reads as 0.
   *
   * @throws MalformedMessage if {@code frame} is none
   */
  public static ApiResult<ContractView> decodeView(Bytes frame) {
    return JsonReader.read(
        frame, json -> ResultJson.read(json, ok -> ViewJson.read(ok).toContractView()));
  }

  /** Returns a frame of the event stream. */
  public static Bytes encodeStreamItem(ClusterStreamItem item) {
    return JsonWriter.write(json -> {
      switch (item) {
        case ClusterStreamItem.Acknowledged _ -> ack(json, new ApiResult.Ok<>(""));
        case ClusterStreamItem.Refused(ApiError error) -> ack(json, new ApiResult.Err<>(error));
        case ClusterStreamItem.Happened(ClusterEvent event) ->
            event(json, new ApiResult.Ok<>(event));
        case ClusterStreamItem.Failed(ApiError error) -> event(json, new ApiResult.Err<>(error));
      }
    });
  }

  private static void ack(JsonWriter json, ApiResult<String> result) {
    json.variant("Ack", payload -> ResultJson.write(payload, result, (ok, _) -> ok.unit()));
  }

  private static void event(JsonWriter json, ApiResult<ClusterEvent> result) {
    json.variant("Event", payload -> ResultJson.write(payload, result, EventJson::write));
  }

  /**
   * Returns a frame of the event stream.
   *
   * @throws MalformedMessage if {@code frame} is none, also if it holds an unknown kind of event:
   *     whoever cannot read an event fetches the view
   */
  public static ClusterStreamItem decodeStreamItem(Bytes frame) {
    return JsonReader.read(
        frame,
        json -> json.variant(Map.of("Ack", ClusterJson::readAck, "Event", ClusterJson::readEvent)));
  }

  private static ClusterStreamItem readAck(JsonReader json) {
    ApiResult<String> result =
        ResultJson.read(
            json,
            ok -> {
              ok.unit();
              return "";
            });
    return switch (result) {
      case ApiResult.Ok<String> _ -> new ClusterStreamItem.Acknowledged();
      case ApiResult.Err<String>(ApiError error) -> new ClusterStreamItem.Refused(error);
    };
  }

  private static ClusterStreamItem readEvent(JsonReader json) {
    return switch (ResultJson.read(json, EventJson::read)) {
      case ApiResult.Ok<ClusterEvent>(ClusterEvent event) -> new ClusterStreamItem.Happened(event);
      case ApiResult.Err<ClusterEvent>(ApiError error) -> new ClusterStreamItem.Failed(error);
    };
  }
}
