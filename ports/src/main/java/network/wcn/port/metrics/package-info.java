/** What a process counts and measures. */
@NullMarked
package network.wcn.port.metrics;

import org.jspecify.annotations.NullMarked;
