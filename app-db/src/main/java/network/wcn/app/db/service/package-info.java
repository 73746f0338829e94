/**
 * What happens to a call: reads go to a few reader threads, writes to the one committer, bulk
 * transfers to a thread of their own. Knows ports only, no adapter.
 */
@NullMarked
package network.wcn.app.db.service;

import org.jspecify.annotations.NullMarked;
