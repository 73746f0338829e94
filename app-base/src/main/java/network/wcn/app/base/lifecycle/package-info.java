/** How a server starts, serves, drains and ends. */
@NullMarked
package network.wcn.app.base.lifecycle;

import org.jspecify.annotations.NullMarked;
