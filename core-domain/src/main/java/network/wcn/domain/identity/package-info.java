/**
 * Who takes part: key pairs, peer IDs, operator IDs and namespaces with their exact text and byte
 * forms.
 */
@NullMarked
package network.wcn.domain.identity;

import org.jspecify.annotations.NullMarked;
