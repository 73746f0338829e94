/**
 * What every storage engine needs and none should write anew: a directory that is taken by one
 * process, a gate in front of native objects, and a clock that compactions can trust.
 */
@NullMarked
package network.wcn.port.storage.engine;

import org.jspecify.annotations.NullMarked;
