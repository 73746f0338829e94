/**
 * Backups of a database that is being used, and their way back.
 *
 * <p>Start reading at {@link network.wcn.app.db.backup.Backups}. Decisions are taken in {@code
 * domain.ops}, the form of a dump lives in {@code dump}.
 *
 * @see "operations.md A1 to A5"
 */
@NullMarked
package network.wcn.app.db.backup;

import org.jspecify.annotations.NullMarked;
