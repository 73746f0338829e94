package network.wcn.port.storage;

/** The storage engine could not do its work. */
public final class StoreFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure, and so what an operator can do. */
  public enum Kind {
    /** No space is left; reads go on. */
    DISK_FULL,
    /** The disk can be read only; reads go on. */
    READ_ONLY,
    /** Files cannot be written or read. */
    IO,
    /** Stored bytes are not what was written. */
    CORRUPT,
    /** The directory is no database of this engine, or of a newer format. */
    FOREIGN,
    /** Another process has the directory open. */
    LOCKED,
    /** The engine was closed. */
    CLOSED,
    /** Another database is being put in this one's place; it will be open again soon. */
    RESTORING
  }

  private final Kind kind;

  public StoreFault(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public StoreFault(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
