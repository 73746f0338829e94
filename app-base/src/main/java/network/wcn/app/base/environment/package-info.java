/** Typed settings from environment variables, every problem reported at once. */
@NullMarked
package network.wcn.app.base.environment;

import org.jspecify.annotations.NullMarked;
