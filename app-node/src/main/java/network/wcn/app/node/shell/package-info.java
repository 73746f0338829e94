/**
 * The verbs of {@code wcn-node}: what an operator does as one of its nodes, from a shell. They read
 * the variables that the server reads.
 */
@NullMarked
package network.wcn.app.node.shell;

import org.jspecify.annotations.NullMarked;
