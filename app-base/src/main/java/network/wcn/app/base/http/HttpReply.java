package network.wcn.app.base.http;

import java.util.Optional;
import network.wcn.domain.Bytes;

/**
 * What a request is answered.
 *
 * @param status of HTTP
 * @param contentType the header, or none
 * @param body sent in chunks when there is no content type, with its length otherwise
 */
public record HttpReply(int status, Optional<String> contentType, Bytes body) {
  /** Returns plain text. */
  public static HttpReply text(int status, String body) {
    return new HttpReply(status, Optional.of("text/plain; charset=utf-8"), Bytes.utf8(body));
  }

  /** Returns JSON text. */
  public static HttpReply json(int status, String body) {
    return new HttpReply(status, Optional.of("application/json"), Bytes.utf8(body));
  }

  /** Returns text without a content type, sent in chunks. */
  public static HttpReply chunked(String body) {
    return new HttpReply(200, Optional.empty(), Bytes.utf8(body));
  }
}
