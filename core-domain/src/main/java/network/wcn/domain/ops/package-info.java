/**
 * Decisions about running a database: when to back up, which dumps to keep, when to collect
 * garbage. Pure functions of time and of what happened; whoever carries them out lives elsewhere.
 *
 * <p>Start reading at {@link network.wcn.domain.ops.BackupPolicy}.
 *
 * @see "operations.md A1, A2, B9"
 */
@NullMarked
package network.wcn.domain.ops;

import org.jspecify.annotations.NullMarked;
