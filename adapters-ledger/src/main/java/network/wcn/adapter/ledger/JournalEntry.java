package network.wcn.adapter.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.Genesis;
import network.wcn.wire.MalformedMessage;

/** What the journal holds: how the contract began, then every accepted call. */
sealed interface JournalEntry {
  /** The journal format of this release. */
  int FORMAT = 1;

  /**
   * The contract was deployed.
   *
   * @param at seconds since the Unix epoch
   */
  record Deployed(OperatorId contract, long at, Genesis genesis) implements JournalEntry {}

  /**
   * A call was accepted. It is kept as it was signed, so that anybody can check who made it.
   *
   * @param at the time it was judged by, seconds since the Unix epoch
   */
  record Made(long at, SignedCall call) implements JournalEntry {}

  /** Returns the entry as JSON on one line. */
  default String toJson() {
    ObjectNode node = JsonFields.newObject();
    switch (this) {
      case Deployed(OperatorId contract, long at, Genesis genesis) -> {
        node.put("format", FORMAT)
            .put("contract", contract.toString())
            .put("at", Long.toUnsignedString(at));
        node.set("genesis", ViewJson.write(genesis));
      }
      case Made(long at, SignedCall call) ->
          node.put("at", Long.toUnsignedString(at))
              .put("signature", JsonFields.hex(call.signature()))
              .put("call", call.text());
    }
    return node.toString();
  }

  /**
   * Reads an entry.
   *
   * @throws MalformedMessage if it is none, or of another format
   */
  static JournalEntry parse(String json) {
    return JsonFields.parse(json, JournalEntry::read);
  }

  private static JournalEntry read(JsonFields entry) {
    if (entry.has("call")) {
      Bytes signature = entry.bytes("signature");
      return new Made(entry.u64("at"), new SignedCall(entry.text("call"), signature));
    }
    int format = entry.integer("format");
    if (format != FORMAT) {
      throw new MalformedMessage("its format is " + format + ", this release reads " + FORMAT);
    }
    return new Deployed(
        entry.address("contract"), entry.u64("at"), ViewJson.readGenesis(entry.object("genesis")));
  }
}
