/**
 * What happens to a call: an operation runs on the transport's own threads from its request to its
 * answer, driven by the domain's state machines. Knows ports only, no adapter.
 */
@NullMarked
package network.wcn.app.node.service;

import org.jspecify.annotations.NullMarked;
