/** The HTTP port of a server: metrics and health. */
@NullMarked
package network.wcn.app.base.http;

import org.jspecify.annotations.NullMarked;
