package network.wcn.app.db.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.wcn.app.base.http.HttpReply;

/** The form of every answer about dumps: what was asked for, or a code and a message. */
final class Envelope {
  private Envelope() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static HttpReply success(JsonNode data) {
    ObjectNode body = object().put("success", true);
    body.set("data", data);
    return HttpReply.json(200, body.toString());
  }

  static HttpReply failure(int status, String code, String message) {
    ObjectNode body = object().put("success", false).put("code", code).put("msg", message);
    return HttpReply.json(status, body.toString());
  }
}
