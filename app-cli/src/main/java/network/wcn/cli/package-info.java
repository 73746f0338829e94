/**
 * The {@code wcn} command line: keys, a client, a network on one machine and load against it. Begin
 * with {@link network.wcn.cli.Main}.
 */
@NullMarked
package network.wcn.cli;

import org.jspecify.annotations.NullMarked;
