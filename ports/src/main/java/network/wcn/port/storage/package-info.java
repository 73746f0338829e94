/** Where a database keeps its records. */
@NullMarked
package network.wcn.port.storage;

import org.jspecify.annotations.NullMarked;
