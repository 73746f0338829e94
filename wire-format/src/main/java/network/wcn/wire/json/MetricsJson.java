package network.wcn.wire.json;

import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;

/**
 * The frames of the metrics API: a target's name, and its Prometheus text.
 *
 * @see "protocol/wire.md section 9"
 */
public final class MetricsJson {
  /** The target that is a node itself. */
  public static final String NODE = "node";

  /** The target that is a node's own operator's database. */
  public static final String DATABASE = "db";

  private MetricsJson() {}

  /** Returns the request for the metrics of {@code target}. */
  public static Bytes encodeRequest(String target) {
    return JsonWriter.write(json -> json.string(target));
  }

  /**
   * Returns the target that {@code frame} asks for, which may be any text.
   *
   * @throws MalformedMessage if {@code frame} is no request
   */
  public static String decodeRequest(Bytes frame) {
    return JsonReader.read(frame, JsonReader::string);
  }

  /** Returns the answer that carries Prometheus text or an error. */
  public static Bytes encodeResponse(ApiResult<String> result) {
    return JsonWriter.write(json -> ResultJson.write(json, result, JsonWriter::string));
  }

  /**
   * Returns the Prometheus text or the error.
   *
   * @throws MalformedMessage if {@code frame} is no answer
   */
  public static ApiResult<String> decodeResponse(Bytes frame) {
    return JsonReader.read(frame, json -> ResultJson.read(json, JsonReader::string));
  }
}
