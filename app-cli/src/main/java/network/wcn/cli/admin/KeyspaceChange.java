package network.wcn.cli.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.OperatorRef;
import network.wcn.domain.keyspace.Keyspace;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.SlotMask;

/**
 * Which operators come into the keyspace and which leave it.
 *
 * @param before the keyspace that counts now
 * @param after the keyspace to migrate to
 */
record KeyspaceChange(KeyspaceSpec before, KeyspaceSpec after) {
  /**
   * Returns the change that adds and removes these operators.
   *
   * @throws CommandFailed if one is not a member, is added though it takes part or removed though
   *     it does not, or if fewer than five would be left
   */
  static KeyspaceChange of(
      ContractSession session, List<OperatorRef> adding, List<OperatorRef> removing) {
    if (adding.isEmpty() && removing.isEmpty()) {
      throw session.wrong("nothing to migrate: give --add, --remove or both");
    }
    KeyspaceSpec before = session.view().newestKeyspace();
    SlotMask slots = before.operators();
    for (int slot : slots(session, adding)) {
      if (before.operators().contains(slot)) {
        throw new CommandFailed(session.names().of(slot) + " is in the keyspace already");
      }
      slots = slots.with(slot);
    }
    for (int slot : slots(session, removing)) {
      if (!before.operators().contains(slot)) {
        throw new CommandFailed(
            session.names().of(slot)
                + " is not in the keyspace; if it shall leave the network, remove it by wcn admin"
                + " operator remove");
      }
      slots = slots.without(slot);
    }
    if (slots.count() < Keyspace.MIN_OPERATORS) {
      throw new CommandFailed(
          "a keyspace has at least "
              + Keyspace.MIN_OPERATORS
              + " operators, "
              + slots.count()
              + " would be left: no node could serve from it. Add others at the same time");
    }
    return new KeyspaceChange(before, new KeyspaceSpec(slots, before.replicationStrategy()));
  }

  private static TreeSet<Integer> slots(ContractSession session, List<OperatorRef> operators) {
    TreeSet<Integer> slots = new TreeSet<>();
    operators.forEach(operator -> slots.add(session.slot(operator)));
    return slots;
  }

  List<Integer> added() {
    return without(after, before);
  }

  List<Integer> removed() {
    return without(before, after);
  }

  private static List<Integer> without(KeyspaceSpec spec, KeyspaceSpec other) {
    return new SlotMask(spec.operators().bits().andNot(other.operators().bits())).slots();
  }

  /** Returns everyone who takes part before, after or both. */
  SlotMask everyone() {
    return new SlotMask(before.operators().bits().or(after.operators().bits()));
  }

  /** Returns who comes and who leaves, for people. */
  String text(ContractSession session) {
    return String.join("\n", lines(session, "adding:", added()))
        + "\n"
        + String.join("\n", lines(session, "removing:", removed()));
  }

  private static List<String> lines(ContractSession session, String title, List<Integer> slots) {
    List<String> lines = new ArrayList<>(List.of(title));
    slots.forEach(slot -> lines.add("\t" + session.names().of(slot)));
    return lines;
  }

  /** Returns who comes and who leaves, for programs. */
  Map<String, Object> json(ContractSession session) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("adding", added().stream().map(session.names()::json).toList());
    object.put("removing", removed().stream().map(session.names()::json).toList());
    return object;
  }
}
