package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import network.wcn.domain.Bytes;
import network.wcn.wire.account.Keccak256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checked-in code is that of the sources, and its interface that of the deployed contract. */
class ContractCodeIT {
  private static final Path CONTRACTS = TestChain.ROOT.resolve("contracts");

  @Test
  void artifactsAreWhatTheSourcesCompileTo(@TempDir Path fresh) throws Exception {
    Path modules = ContractPackages.install(TestChain.ROOT).modules();
    ProcessBuilder compiler =
        new ProcessBuilder("node", CONTRACTS.resolve("compile.mjs").toString(), fresh.toString())
            .redirectErrorStream(true);
    compiler.environment().put("WCN_CONTRACTS_MODULES", modules.toString());
    Process process = compiler.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), output);
    for (String artifact : List.of("Cluster.json", "ERC1967Proxy.json")) {
      assertEquals(
          content(fresh.resolve(artifact)),
          content(CONTRACTS.resolve("artifacts").resolve(artifact)),
          artifact);
    }
  }

  @Test
  void interfaceIsThatOfTheDeployedContract() {
    assertEquals(entries(Vectors.read("Cluster.abi.json")), entries(ourAbi()));
  }

  @Test
  void namesOnChainAreTheRecordedOnes() {
    JsonNode meta = Vectors.read("contract/meta.json");
    Map<String, String> functions = hashes("function", 4);
    Map<String, String> events = hashes("event", 32);
    Map<String, String> errors = hashes("error", 4);

    assertEquals(recorded(meta.path("functionSelectors")), functions);
    assertEquals(recorded(meta.path("eventTopics")), events);
    assertEquals(recorded(meta.path("errorSelectors")), errors);
  }

  private static JsonNode ourAbi() {
    return Vectors.readFile(CONTRACTS.resolve("artifacts/Cluster.json")).path("abi");
  }

  private static String content(Path file) throws IOException {
    return Files.readString(file);
  }

  /** Compilers and tools list the entries in orders of their own. */
  private static Set<String> entries(JsonNode abi) {
    Set<String> entries = new TreeSet<>();
    abi.forEach(entry -> entries.add(sorted(entry).toString()));
    return entries;
  }

  /** Returns the same JSON with the fields of every object in alphabetical order. */
  private static JsonNode sorted(JsonNode node) {
    ObjectMapper json = new ObjectMapper();
    if (node.isObject()) {
      ObjectNode copy = json.createObjectNode();
      new TreeMap<>(
              node.properties().stream()
                  .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
          .forEach((name, value) -> copy.set(name, sorted(value)));
      return copy;
    }
    if (node.isArray()) {
      List<JsonNode> copies = new ArrayList<>();
      node.forEach(element -> copies.add(sorted(element)));
      return json.createArrayNode().addAll(copies);
    }
    return node;
  }

  private static Map<String, String> recorded(JsonNode hashes) {
    Map<String, String> recorded = new TreeMap<>();
    hashes.properties().forEach(e -> recorded.put(e.getKey(), e.getValue().asText()));
    return recorded;
  }

  /** Returns the hashes of the signatures of our ABI, cut to {@code size} bytes. */
  private static Map<String, String> hashes(String type, int size) {
    Map<String, String> hashes = new TreeMap<>();
    for (JsonNode entry : ourAbi()) {
      if (entry.path("type").asText().equals(type)) {
        String signature = entry.path("name").asText() + types(entry.path("inputs"));
        Bytes hash = Keccak256.hash(Bytes.utf8(signature)).slice(0, size);
        hashes.put(signature, TestChain.hex(hash));
      }
    }
    return hashes;
  }

  private static String types(JsonNode inputs) {
    return StreamSupport.stream(inputs.spliterator(), false)
        .map(ContractCodeIT::type)
        .collect(Collectors.joining(",", "(", ")"));
  }

  private static String type(JsonNode input) {
    String type = input.path("type").asText();
    return type.startsWith("tuple")
        ? types(input.path("components")) + type.substring("tuple".length())
        : type;
  }
}
