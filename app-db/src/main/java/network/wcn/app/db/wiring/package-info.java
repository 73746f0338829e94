/** Plugs adapters, services and settings together. */
@NullMarked
package network.wcn.app.db.wiring;

import org.jspecify.annotations.NullMarked;
