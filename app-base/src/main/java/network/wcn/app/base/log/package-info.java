/** Log records as JSON lines on standard error, behind slf4j. */
@NullMarked
package network.wcn.app.base.log;

import org.jspecify.annotations.NullMarked;
