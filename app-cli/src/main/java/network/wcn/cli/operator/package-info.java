/** What a node operator does: looks at itself, changes its nodes and clients, maintains. */
@NullMarked
package network.wcn.cli.operator;

import org.jspecify.annotations.NullMarked;
