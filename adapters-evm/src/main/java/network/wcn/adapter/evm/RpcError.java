package network.wcn.adapter.evm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.wcn.domain.Bytes;

/** A provider understood a request and answers with an error. */
final class RpcError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int EXECUTION_REVERTED = 3;
  private static final List<String> TRANSACTION_ERRORS =
      List.of(
          "nonce",
          "underpriced",
          "insufficient funds",
          "already known",
          "already imported",
          "known transaction",
          "fee cap",
          "max fee per gas",
          "intrinsic gas",
          "exceeds block gas limit");

  private final int code;
  private final transient Optional<Bytes> data;

  /**
   * Makes an error.
   *
   * @param code by the provider's own choice, mostly negative
   * @param data what the contract said, if the error has such a part
   */
  RpcError(int code, String message, Optional<Bytes> data) {
    super(message + " (code " + code + ")");
    this.code = code;
    this.data = data;
  }

  /** Returns whether it is the contract, and not the provider, that refuses. */
  boolean isRevert() {
    return code == EXECUTION_REVERTED || data.isPresent() || says("execution reverted");
  }

  /**
   * Returns whether it is about the transaction that was sent, so that others would say the same.
   */
  boolean isAboutTransaction() {
    return TRANSACTION_ERRORS.stream().anyMatch(this::says);
  }

  /** Returns what the contract said; empty if it said nothing. */
  Bytes revertData() {
    return data.orElse(Bytes.empty());
  }

  /** Returns whether the message contains {@code words}, in any case. */
  boolean says(String words) {
    String message = getMessage();
    return message != null
        && message.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }
}
