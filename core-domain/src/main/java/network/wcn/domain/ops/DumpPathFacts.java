package network.wcn.domain.ops;

import java.util.Optional;

/**
 * What the file system and the catalogue say about the path of a dump to restore, looked up in this
 * order; a fact that an earlier one makes meaningless is false.
 *
 * @param isGiven whether there is a path that the file system can understand
 * @param exists whether something is there, symbolic links followed
 * @param isRegularFile whether that is a file
 * @param isReadable whether we may read it
 * @param isInside whether its real path lies in the dump directory's real path
 * @param isNamedDump whether its name ends as a dump's
 * @param isCompleted whether the catalogue says that it was completed
 * @see "operations.md A2"
 */
public record DumpPathFacts(
    boolean isGiven,
    boolean exists,
    boolean isRegularFile,
    boolean isReadable,
    boolean isInside,
    boolean isNamedDump,
    boolean isCompleted) {

  /** The facts about no path at all. */
  public static final DumpPathFacts MISSING =
      new DumpPathFacts(false, false, false, false, false, false, false);

  /** Returns why the path must not be restored, the first reason first; nothing if it may. */
  public Optional<DumpProblem> problem() {
    if (!isGiven) {
      return Optional.of(DumpProblem.INVALID_DUMP_PATH);
    }
    if (!exists) {
      return Optional.of(DumpProblem.DUMP_FILE_NOT_FOUND);
    }
    if (!isRegularFile) {
      return Optional.of(DumpProblem.INVALID_DUMP_FILE);
    }
    if (!isReadable) {
      return Optional.of(DumpProblem.DUMP_FILE_ACCESS_ERROR);
    }
    return isInside && isNamedDump && isCompleted
        ? Optional.empty()
        : Optional.of(DumpProblem.INVALID_DUMP_PATH);
  }
}
