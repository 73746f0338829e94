/**
 * Proves by killing that a database loses nothing it acknowledged. Read {@link
 * network.wcn.bench.crash.CrashTest} first.
 */
@NullMarked
package network.wcn.bench.crash;

import org.jspecify.annotations.NullMarked;
