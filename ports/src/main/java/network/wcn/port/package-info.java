/**
 * The interfaces between the rules and the world: what an adapter implements and an application
 * uses. No type of any outside library appears here.
 */
@NullMarked
package network.wcn.port;

import org.jspecify.annotations.NullMarked;
