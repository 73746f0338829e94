/** Java processes that suites start beside their own. */
@NullMarked
package network.wcn.tck.process;

import org.jspecify.annotations.NullMarked;
