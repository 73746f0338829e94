/** What clients ask for: the twelve operations, their answers and their refusals. */
@NullMarked
package network.wcn.domain.operation;

import org.jspecify.annotations.NullMarked;
