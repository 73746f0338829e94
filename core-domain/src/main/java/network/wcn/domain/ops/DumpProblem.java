package network.wcn.domain.ops;

/**
 * Why a dump cannot be made or used, by the codes that operators' scripts see.
 *
 * @see "operations.md A2, part C"
 */
public enum DumpProblem {
  /** The path is missing, leaves the dump directory, or names no completed dump. */
  INVALID_DUMP_PATH,
  /** Nothing is there. */
  DUMP_FILE_NOT_FOUND,
  /** It is no regular file, damaged, not ours, or encrypted with another secret. */
  INVALID_DUMP_FILE,
  /** It cannot be read. */
  DUMP_FILE_ACCESS_ERROR,
  /** A backup or a restore is under way. */
  BACKUP_IN_PROGRESS,
  /** The dump is encrypted and no secret is set, or the secret's file cannot be read. */
  ENCRYPTION_SECRET_MISSING,
  /** The secret's file is empty. */
  ENCRYPTION_SECRET_EMPTY,
  /** Making a dump failed. */
  DUMP_FAILED,
  /** A dump is sound but could not be put in place; what was there before is there again. */
  RESTORE_FAILED
}
