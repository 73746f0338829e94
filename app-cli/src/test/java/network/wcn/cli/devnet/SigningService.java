package network.wcn.cli.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** A service that holds accounts and signs for them, as web3signer does; keys stay inside. */
final class SigningService implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Credentials> accounts = new TreeMap<>();
  private volatile Optional<String> refusal = Optional.empty();
  private final AtomicInteger signed = new AtomicInteger();
  private final HttpServer server;

  SigningService(List<String> privateKeys) throws IOException {
    for (String key : privateKeys) {
      Credentials credentials = Credentials.create(key);
      accounts.put(credentials.getAddress(), credentials);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns how many transactions it has signed. */
  int signed() {
    return signed.get();
  }

  /** From now on refuses to sign and says why. */
  void refuse(String reason) {
    refusal = Optional.of(reason);
  }

  private void serve(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", request.get("id"));
    switch (request.get("method").asText()) {
      case "eth_accounts" -> accounts.keySet().forEach(answer.putArray("result")::add);
      case "eth_signTransaction" -> sign(request.get("params").get(0), answer);
      default -> answer.putObject("error").put("code", -32601).put("message", "Method not found");
    }
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void sign(JsonNode transaction, ObjectNode answer) {
    Credentials account = accounts.get(transaction.get("from").asText());
    if (account == null || refusal.isPresent()) {
      answer
          .putObject("error")
          .put("code", -32000)
          .put("message", refusal.orElse("no key of that account"));
      return;
    }
    RawTransaction raw =
        RawTransaction.createTransaction(
            number(transaction, "chainId").longValueExact(),
            number(transaction, "nonce"),
            number(transaction, "gas"),
            transaction.get("to").asText(),
            number(transaction, "value"),
            transaction.get("data").asText(),
            number(transaction, "maxPriorityFeePerGas"),
            number(transaction, "maxFeePerGas"));
    answer.put("result", Numeric.toHexString(TransactionEncoder.signMessage(raw, account)));
    signed.incrementAndGet();
  }

  private static BigInteger number(JsonNode transaction, String field) {
    return Numeric.decodeQuantity(transaction.get(field).asText());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
