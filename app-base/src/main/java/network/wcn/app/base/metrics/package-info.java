/** Counters, gauges and summaries, exported as Prometheus text. */
@NullMarked
package network.wcn.app.base.metrics;

import org.jspecify.annotations.NullMarked;
