/**
 * The verbs of {@code wcn-db}: what an operator does with a database from a shell.
 *
 * <p>They read the variables that the server reads. Where a process holds the database they speak
 * to its admin port, otherwise they open the directory themselves. Start reading at {@link
 * network.wcn.app.db.shell.DatabaseCommand}.
 */
@NullMarked
package network.wcn.app.db.shell;

import org.jspecify.annotations.NullMarked;
