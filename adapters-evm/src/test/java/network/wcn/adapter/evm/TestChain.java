package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.Bytes;

/** A development chain, and requests to it without anything of the adapter between. */
final class TestChain implements AutoCloseable {
  static final Path ROOT = Path.of(System.getProperty("wcn.root", ".."));

  /** A whole block's worth, as a deployment of 256 operators needs it. */
  private static final long DEPLOYMENT_GAS = 30_000_000;

  /** Leaves room for several calls in a block. */
  private static final long CALL_GAS = 5_000_000;

  private final DevelopmentChain chain;
  private final JsonRpc rpc;

  private TestChain(DevelopmentChain chain) {
    this.chain = chain;
    this.rpc = new HttpRpc(chain.httpUrl(), Duration.ofSeconds(30));
  }

  static TestChain start(String... options) {
    return new TestChain(DevelopmentChain.start(ROOT, options));
  }

  /** What a call came to: the bytes it answered, or the bytes it was refused with. */
  record Answer(boolean isRevert, Bytes data) {
    static Answer ok(Bytes data) {
      return new Answer(false, data);
    }

    static Answer revert(Bytes data) {
      return new Answer(true, data);
    }
  }

  DevelopmentChain process() {
    return chain;
  }

  JsonNode rpc(String method, Object... parameters) {
    return rpc.call(method, parameters);
  }

  /** Calls without a transaction; {@code to} is absent for the creation of a contract. */
  Answer call(Optional<String> from, Optional<String> to, Bytes data) {
    Map<String, Object> call = new HashMap<>();
    from.ifPresent(account -> call.put("from", account));
    to.ifPresent(account -> call.put("to", account));
    call.put("data", hex(data));
    try {
      return Answer.ok(bytes(rpc("eth_call", call, "latest")));
    } catch (RpcError e) {
      if (!e.isRevert()) {
        throw e;
      }
      return Answer.revert(e.revertData());
    }
  }

  Answer call(String to, Bytes data) {
    return call(Optional.empty(), Optional.of(to), data);
  }

  /** Hands a transaction of one of the chain's own accounts to it; answers the hash. */
  String send(String from, Optional<String> to, Bytes data) {
    Map<String, Object> transaction = new HashMap<>();
    transaction.put("from", from);
    to.ifPresent(account -> transaction.put("to", account));
    transaction.put("data", hex(data));
    transaction.put("gas", "0x" + Long.toHexString(to.isPresent() ? CALL_GAS : DEPLOYMENT_GAS));
    return rpc("eth_sendTransaction", transaction).asText();
  }

  void mineAt(long timestampSeconds) {
    rpc("evm_mine", timestampSeconds);
  }

  JsonNode receipt(String hash) {
    JsonNode receipt = rpc("eth_getTransactionReceipt", hash);
    if (receipt.isNull()) {
      throw new AssertionError("no receipt of " + hash);
    }
    return receipt;
  }

  static Bytes bytes(JsonNode hex) {
    return Bytes.fromHex(hex.asText().substring(2));
  }

  static String hex(Bytes bytes) {
    return "0x" + bytes.toHex();
  }

  @Override
  public void close() {
    rpc.close();
    chain.close();
  }
}
