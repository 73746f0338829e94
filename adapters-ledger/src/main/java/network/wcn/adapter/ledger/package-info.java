/**
 * The cluster contract as a small service: the domain's ledger, a journal on disk, and HTTP between
 * them and any number of processes. {@link network.wcn.adapter.ledger.LedgerService} is the
 * service, {@link network.wcn.adapter.ledger.LedgerContract} the port's adapter that speaks to it.
 */
@NullMarked
package network.wcn.adapter.ledger;

import org.jspecify.annotations.NullMarked;
