/** Plugs adapters, services and settings together. */
@NullMarked
package network.wcn.app.node.wiring;

import org.jspecify.annotations.NullMarked;
