package network.wcn.adapter.ledger;

/**
 * The journal cannot be used: it is damaged, in use by another process, or the disk fails. The
 * message says which, where, and what can be done.
 */
public final class JournalFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalFault(String message) {
    super(message);
  }

  JournalFault(String message, Throwable cause) {
    super(message, cause);
  }
}
