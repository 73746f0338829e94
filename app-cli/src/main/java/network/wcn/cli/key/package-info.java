/** Keys of nodes, databases and clients. */
@NullMarked
package network.wcn.cli.key;

import org.jspecify.annotations.NullMarked;
