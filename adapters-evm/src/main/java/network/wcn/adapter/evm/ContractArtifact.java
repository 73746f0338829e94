package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.Genesis;

/** The code that {@code contracts/compile.mjs} made of our Solidity. */
final class ContractArtifact {
  private static final Bytes CLUSTER = creationCode("Cluster");
  private static final Bytes PROXY = creationCode("ERC1967Proxy");

  private ContractArtifact() {}

  /** Returns what a transaction carries to create the contract that proxies point to. */
  static Bytes implementation() {
    return CLUSTER;
  }

  /** Returns what a transaction carries to create a proxy of {@code implementation}. */
  static Bytes proxy(OperatorId implementation, Genesis genesis) {
    return proxy(implementation, ContractAbi.encode(genesis));
  }

  /** Returns the same for any call that the proxy's constructor makes. */
  static Bytes proxy(OperatorId implementation, Bytes firstCall) {
    return PROXY.concat(
        AbiValue.tuple(AbiValue.address(implementation), new AbiValue.Blob(firstCall)).encode());
  }

  private static Bytes creationCode(String name) {
    String resource = "contracts/" + name + ".json";
    try (InputStream content = ContractArtifact.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IllegalStateException("expected the resource " + resource + ", got nothing");
      }
      JsonNode artifact = new ObjectMapper().readTree(content);
      return Bytes.fromHex(artifact.path("bytecode").asText().substring(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
