/**
 * What backups, restores and offline tools ask of a storage engine.
 *
 * <p>Start reading at {@link network.wcn.port.backup.StoreEngine}; a database server finds engines
 * by {@link network.wcn.port.backup.StoreEngineProvider}.
 */
@NullMarked
package network.wcn.port.backup;

import org.jspecify.annotations.NullMarked;
