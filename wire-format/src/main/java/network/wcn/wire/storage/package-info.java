/**
 * The calls of the storage API as payloads of frames: the twelve operations, what our own nodes add
 * behind them, and the transfer of stored records.
 *
 * <p>Start reading at {@link network.wcn.wire.storage.StorageCodec}. Frames themselves, and the
 * byte that names a call, belong to the transport.
 *
 * @see "protocol/wire.md section 5"
 */
@NullMarked
package network.wcn.wire.storage;

import org.jspecify.annotations.NullMarked;
