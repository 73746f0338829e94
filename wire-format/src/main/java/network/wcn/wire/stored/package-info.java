/**
 * Records as databases keep them and hand them to each other: keys and values in the reference's
 * stored form.
 *
 * <p>Start reading at {@link network.wcn.wire.stored.StoredValue}. How an engine lays out its files
 * is its own business; this is what leaves a database.
 *
 * @see "protocol/wire.md section 7"
 */
@NullMarked
package network.wcn.wire.stored;

import org.jspecify.annotations.NullMarked;
