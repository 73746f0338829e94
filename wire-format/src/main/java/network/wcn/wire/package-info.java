/**
 * The network's bytes and JSON as domain values, and back.
 *
 * <p>Nothing here connects, stores or decides: a codec takes the bytes of one message and answers a
 * value, or takes a value and answers bytes. Whatever the bytes are, a decoder answers a value or
 * throws {@link network.wcn.wire.MalformedMessage}. Start reading at {@link
 * network.wcn.wire.postcard.PostcardReader}.
 */
@NullMarked
package network.wcn.wire;

import org.jspecify.annotations.NullMarked;
