package network.wcn.adapter.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.wire.account.AccountKey;

/**
 * A call as an account sends it: JSON text, and the account's signature over exactly that text.
 *
 * <p>The text names the contract, so that no call can be made again elsewhere, and carries a nonce:
 * how many calls of this account were accepted before. A call therefore counts at most once,
 * however often it is sent.
 *
 * @param text the JSON of {@link Content}
 * @param signature 65 bytes, see {@link AccountKey}
 */
record SignedCall(String text, Bytes signature) {
  /** Nothing else that an account signs begins like this. */
  private static final String DOMAIN = "wcn ledger call\n";

  /**
   * What the text says.
   *
   * @param contract the address of the contract that is called
   * @param caller the account that signs
   * @param nonce how many calls of {@code caller} were accepted before
   */
  record Content(OperatorId contract, OperatorId caller, long nonce, ContractCall call) {}

  static SignedCall sign(AccountKey key, OperatorId contract, long nonce, ContractCall call) {
    ObjectNode content =
        JsonFields.newObject()
            .put("contract", contract.toString())
            .put("caller", key.address().toString())
            .put("nonce", Long.toUnsignedString(nonce));
    content.set("call", CallJson.write(call));
    String text = content.toString();
    return new SignedCall(text, key.sign(message(text)));
  }

  /**
   * Reads the text, whoever signed it.
   *
   * @throws network.wcn.wire.MalformedMessage if it is no call
   */
  Content content() {
    return JsonFields.parse(
        text,
        fields ->
            new Content(
                fields.address("contract"),
                fields.address("caller"),
                fields.u64("nonce"),
                CallJson.read(fields.object("call"))));
  }

  /**
   * Returns the account that signed.
   *
   * @throws network.wcn.wire.MalformedMessage if the signature is malformed
   */
  OperatorId signer() {
    return AccountKey.signerOf(message(text), signature);
  }

  private static Bytes message(String text) {
    return Bytes.utf8(DOMAIN + text);
  }
}
