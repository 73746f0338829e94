package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.cluster.ChainFault;
import network.wcn.wire.MalformedMessage;

/** Asks a service to sign. */
final class RemoteSigner extends ChainSigner {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OperatorId account;
  private final String name;
  private final JsonRpc service;

  RemoteSigner(URI service, OperatorId account) {
    this.account = account;
    this.name = "the remote signer at " + service.getHost();
    this.service = new HttpRpc(service, PATIENCE);
  }

  /** Asks the service which account it holds. */
  static RemoteSigner ofOnlyAccount(URI service) {
    try (JsonRpc rpc = new HttpRpc(service, PATIENCE)) {
      JsonNode accounts = rpc.call("eth_accounts");
      if (accounts.size() != 1) {
        throw new ChainFault(
            "expected 1 account of the remote signer at "
                + service.getHost()
                + ", got "
                + accounts.size());
      }
      return new RemoteSigner(service, OperatorId.parse(accounts.get(0).asText()));
    } catch (RpcError e) {
      throw new ChainFault("the remote signer at " + service.getHost() + " tells no account", e);
    }
  }

  @Override
  public OperatorId account() {
    return account;
  }

  @Override
  Bytes sign(UnsignedTransaction transaction) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("from", account.toString());
    transaction.to().ifPresent(to -> fields.put("to", to.toString()));
    fields.put("chainId", Hex.of(transaction.chainId()));
    fields.put("nonce", Hex.of(transaction.nonce()));
    fields.put("gas", Hex.of(transaction.gasLimit()));
    fields.put("maxPriorityFeePerGas", Hex.of(transaction.fees().tip()));
    fields.put("maxFeePerGas", Hex.of(transaction.fees().most()));
    fields.put("value", "0x0");
    fields.put("data", Hex.of(transaction.data()));
    try {
      JsonNode answer = service.call("eth_signTransaction", fields);
      // Some services answer the bytes alone, others an object that holds them.
      return Hex.bytes(answer.isObject() ? answer.path("raw") : answer);
    } catch (RpcError e) {
      throw new ChainFault(
          name
              + " refuses to sign as "
              + account
              + ": "
              + e.getMessage()
              + ". Look whether it holds that account's key and what its rules and its log say",
          e);
    } catch (MalformedMessage e) {
      throw new ChainFault(
          name + " does not answer eth_signTransaction as web3signer does: " + e.getMessage(), e);
    } catch (ChainFault e) {
      throw new ChainFault(
          name + " does not sign: " + e.getMessage() + ". Look whether it runs and is reached", e);
    }
  }
}
