/** Where the command line meets adapters: the ledger's process. */
@NullMarked
package network.wcn.cli.wiring;

import org.jspecify.annotations.NullMarked;
