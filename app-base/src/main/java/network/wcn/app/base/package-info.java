/**
 * What both servers share, once: configuration from the environment, metrics, HTTP, logs, and the
 * way a server starts and stops.
 *
 * <p>Nothing here knows of records or of the cluster. Start reading at {@link
 * network.wcn.app.base.lifecycle.ServerProcess}.
 */
@NullMarked
package network.wcn.app.base;

import org.jspecify.annotations.NullMarked;
