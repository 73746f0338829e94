/**
 * The port for operators: health, status, dumps and garbage collection over HTTP.
 *
 * <p>Start reading at {@link network.wcn.app.db.admin.AdminServer}.
 *
 * @see "operations.md A2, A6, B9"
 */
@NullMarked
package network.wcn.app.db.admin;

import org.jspecify.annotations.NullMarked;
