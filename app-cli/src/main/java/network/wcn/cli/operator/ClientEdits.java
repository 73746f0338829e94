package network.wcn.cli.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.contract.OperatorText;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.NodeOperator;

/** Changes of an operator's clients, and how they are shown. */
final class ClientEdits {
  private ClientEdits() {}

  static OwnData.Edit set(NodeOperator old, AuthorizedClient client) {
    return find(old, client.peerId()).isPresent() ? update(old, client) : add(old, client);
  }

  static OwnData.Edit add(NodeOperator old, AuthorizedClient client) {
    if (find(old, client.peerId()).isPresent()) {
      throw new CommandFailed(
          "the operator has a client " + client.peerId() + " already; change it by client update");
    }
    List<AuthorizedClient> clients = new ArrayList<>(old.clients());
    clients.add(client);
    return new OwnData.Edit(
        with(old, clients),
        "Adding a new Client:\n" + OperatorText.block(client),
        Map.of("new", OperatorText.json(client)));
  }

  /** Replaces the first entry of the client and drops others, whose namespaces would add up. */
  static OwnData.Edit update(NodeOperator old, AuthorizedClient client) {
    AuthorizedClient before = known(old, client.peerId());
    List<AuthorizedClient> clients = new ArrayList<>(old.clients());
    clients.set(clients.indexOf(before), client);
    clients.removeIf(other -> other.peerId().equals(client.peerId()) && !other.equals(client));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("old", OperatorText.json(before));
    facts.put("new", OperatorText.json(client));
    return new OwnData.Edit(
        with(old, clients),
        "Updating existing Client:\nOld:\n"
            + OperatorText.block(before)
            + "\nNew:\n"
            + OperatorText.block(client),
        facts);
  }

  static OwnData.Edit remove(NodeOperator old, PeerId peerId) {
    AuthorizedClient before = known(old, peerId);
    List<AuthorizedClient> clients =
        old.clients().stream().filter(client -> !client.peerId().equals(peerId)).toList();
    return new OwnData.Edit(
        with(old, clients),
        "Removing Client:\n" + OperatorText.block(before),
        Map.of("old", OperatorText.json(before)));
  }

  private static AuthorizedClient known(NodeOperator operator, PeerId peerId) {
    return find(operator, peerId)
        .orElseThrow(() ->
            new CommandFailed(
                "the operator has no client " + peerId + "; client list prints those it has"));
  }

  private static Optional<AuthorizedClient> find(NodeOperator operator, PeerId peerId) {
    return operator.clients().stream().filter(client -> client.peerId().equals(peerId)).findFirst();
  }

  private static NodeOperator with(NodeOperator old, List<AuthorizedClient> clients) {
    return new NodeOperator(old.id(), old.name(), old.nodes(), clients);
  }
}
