/**
 * Notices what the disk does to a running database, says so, and gets over it. Read {@link
 * network.wcn.app.db.health.StoreWatch} first.
 */
@NullMarked
package network.wcn.app.db.health;

import org.jspecify.annotations.NullMarked;
