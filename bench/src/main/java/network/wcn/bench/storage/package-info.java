/**
 * Measures what stores records: engines beside the bare library, a database as a server beside the
 * bare transport and the bare library behind it, bulk transfers. Read {@link
 * network.wcn.bench.storage.StorageBench} first.
 */
@NullMarked
package network.wcn.bench.storage;

import org.jspecify.annotations.NullMarked;
