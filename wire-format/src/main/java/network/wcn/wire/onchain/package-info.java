/**
 * What stands on the chain but means nothing to the contract: operator data with encrypted
 * addresses, and network settings. Begin with {@link network.wcn.wire.onchain.OperatorDataCodec}.
 *
 * @see "protocol/wire.md section 10"
 */
@NullMarked
package network.wcn.wire.onchain;

import org.jspecify.annotations.NullMarked;
