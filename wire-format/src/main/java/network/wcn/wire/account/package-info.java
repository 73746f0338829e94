/**
 * Accounts of an EVM chain: their keys, addresses and signed messages. Start at {@link
 * network.wcn.wire.account.AccountKey}. Transactions are the chain adapter's matter.
 */
@NullMarked
package network.wcn.wire.account;

import org.jspecify.annotations.NullMarked;
