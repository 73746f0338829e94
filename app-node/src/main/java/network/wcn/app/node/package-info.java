/**
 * The node server: coordinates operations of clients over the operators' nodes, and stands in front
 * of its own operator's database.
 *
 * <p>Start reading at {@link network.wcn.app.node.Main}; what happens to a call stands in {@code
 * service}, what is plugged together in {@code wiring}.
 */
@NullMarked
package network.wcn.app.node;

import org.jspecify.annotations.NullMarked;
