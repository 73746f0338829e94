package network.wcn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.SecretKey;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final String NODE =
      "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN@127.0.0.1:9";

  /** The example of the README, with the values that it takes from outside. */
  private static void example(String secretKey, String nodeText) {
    SecretKey key = SecretKey.parse(secretKey);
    ClientNode node = ClientNode.parse(nodeText);
    Namespace namespace = Namespace.parse("0x0123456789abcdef0123456789abcdef01234567/0");
    try (WcnClient client =
        WcnClient.builder()
            .connectTimeout(Duration.ofMillis(100))
            .secretKey(key)
            .bootstrap(node)
            .connect()) {
      Records records = client.namespace(namespace);
      records.set(Bytes.utf8("greeting"), Bytes.utf8("hello"), Duration.ofDays(1));
      String stored = records.get(Bytes.utf8("greeting")).orElseThrow().value().toUtf8();
      System.out.println(stored);
    }
  }

  @Test
  void theExampleCompilesAndSaysWhenNobodyAnswers() {
    String key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    OperationFailed failed = assertThrows(OperationFailed.class, () -> example(key, NODE));
    assertEquals(OperationFailed.Kind.NO_NODE, failed.kind());
  }

  @Test
  void everyCallOfTheExampleStandsInTheReadme() throws Exception {
    String readme =
        Files.readString(Path.of(System.getProperty("wcn.root"), "client", "README.md"));
    String source =
        Files.readString(
            Path.of(
                System.getProperty("wcn.root"),
                "client/src/test/java/network/wcn/client/ReadmeTest.java"));
    String example = readme.substring(readme.indexOf("```java") + 7);
    example = example.substring(0, example.indexOf("```"));
    for (String line : example.lines().toList()) {
      String statement = line.strip();
      if (statement.startsWith("records.") || statement.startsWith("String stored")) {
        assertEquals(1, source.lines().filter(other -> other.strip().equals(statement)).count());
      }
    }
  }
}
