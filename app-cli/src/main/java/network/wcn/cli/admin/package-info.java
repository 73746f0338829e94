/** What the network's owner does: adds and removes operators, moves data, hands the contract on. */
@NullMarked
package network.wcn.cli.admin;

import org.jspecify.annotations.NullMarked;
