/**
 * What is stored: records as two registers, versions, expirations, and the merge rule that every
 * replica applies.
 */
@NullMarked
package network.wcn.domain.record;

import org.jspecify.annotations.NullMarked;
