package network.wcn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.cli.CommandFailed;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;

/** What {@code wcn operator onboarding-info --json} prints, in a file. */
final class OnboardingFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OnboardingFile() {}

  /**
   * Reads an operator.
   *
   * @throws CommandFailed if the file cannot be read or holds something else
   */
  static NodeOperator read(Path file) {
    try {
      return operator(JSON.readTree(file.toFile()));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailed(
          file + " is not what wcn operator onboarding-info --json prints: " + e.getMessage(), e);
    }
  }

  private static NodeOperator operator(JsonNode object) {
    List<NodeEndpoint> nodes = new ArrayList<>();
    object.path("nodes").forEach(node -> nodes.add(node(node)));
    return new NodeOperator(
            OperatorId.parse(text(object, "id")), text(object, "name"), nodes, List.of())
        .requireWritable();
  }

  private static NodeEndpoint node(JsonNode object) {
    return new NodeEndpoint(
        PeerId.parse(text(object, "peer_id")),
        Ipv4Address.parse(text(object, "ipv4_address")),
        object.has("private_ipv4_address")
            ? Optional.of(Ipv4Address.parse(text(object, "private_ipv4_address")))
            : Optional.empty(),
        object.path("primary_port").asInt(),
        object.path("secondary_port").asInt());
  }

  private static String text(JsonNode object, String field) {
    if (!object.path(field).isTextual()) {
      throw new IllegalArgumentException("the text \"" + field + "\" is missing");
    }
    return object.path(field).asText();
  }
}
