/** The twelve operations of a client, for people and scripts. */
@NullMarked
package network.wcn.cli.client;

import org.jspecify.annotations.NullMarked;
