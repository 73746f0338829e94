package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import network.wcn.port.cluster.ChainFault;

/** A way to one provider. Safe for use by many threads. */
interface JsonRpc extends AutoCloseable {
  /**
   * Asks for one answer and waits for it, for a bounded time.
   *
   * @param parameters texts, flags, lists and maps
   * @return the result, {@code null} of JSON included
   * @throws RpcError if the provider answers with an error
   * @throws ChainFault if it does not answer, or nonsense
   */
  JsonNode call(String method, Object... parameters);

  /** Ends the connection; calls fail from then on. A second call does nothing. */
  @Override
  void close();
}
