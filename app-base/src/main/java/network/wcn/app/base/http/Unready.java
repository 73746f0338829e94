package network.wcn.app.base.http;

import java.util.Locale;

/** Why a server cannot serve just now. */
public enum Unready {
  /** Not everything is in place yet. */
  STARTING,
  /** A backup is being restored. */
  RESTORING,
  /** The server is about to end. */
  DRAINING,
  /** Too few other operators can be reached. */
  ISOLATED,
  /** The operator's own database does not answer. */
  DB_UNREACHABLE,
  /** The view of the cluster is unknown or too old. */
  VIEW_STALE,
  /** The disk has no space left, or less than is reserved; reads are answered. */
  DISK_FULL,
  /** The disk can be read only; reads are answered. */
  DISK_READ_ONLY,
  /** The disk fails reads or writes. */
  DISK_FAILING,
  /** Stored bytes were met that are not what was written. */
  CORRUPT;

  /** Returns the name in answers: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
