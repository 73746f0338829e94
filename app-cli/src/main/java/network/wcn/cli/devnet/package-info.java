/**
 * A network on one machine, every server a process of its own. {@link
 * network.wcn.cli.devnet.DevnetCommand} reads the command line, {@link
 * network.wcn.cli.devnet.Devnet} does the work; what is shared between processes is in {@code
 * devnet.json}.
 */
@NullMarked
package network.wcn.cli.devnet;

import org.jspecify.annotations.NullMarked;
