/**
 * The database server: one operator's records behind the storage API.
 *
 * <p>Start reading at {@link network.wcn.app.db.Main}; what happens to a call stands in {@code
 * service}, what is plugged together in {@code wiring}.
 */
@NullMarked
package network.wcn.app.db;

import org.jspecify.annotations.NullMarked;
