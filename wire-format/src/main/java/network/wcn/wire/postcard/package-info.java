/**
 * The binary encoding of the network's values: postcard, as far as the network uses it.
 *
 * @see "protocol/wire.md section 4"
 */
@NullMarked
package network.wcn.wire.postcard;

import org.jspecify.annotations.NullMarked;
