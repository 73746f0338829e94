package network.wcn.app.base.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.identity.SecretKey;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static final String KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

  /** What a server needs, as small as it can be. */
  private record Settings(int port, SecretKey key, boolean verbose) {
    static Settings from(Map<String, String> variables) {
      Environment environment = new Environment(variables);
      return environment.finish(
          new Settings(
              environment.required("PORT", Kind.PORT),
              environment.required("SECRET_KEY", Kind.SECRET_KEY),
              environment.optional("VERBOSE", Kind.FLAG, false)));
    }
  }

  private static List<String> problemsOf(Map<String, String> variables) {
    return assertThrows(ConfigurationProblems.class, () -> Settings.from(variables))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void namesCountInAnyLetterCase() {
    Settings settings = Settings.from(Map.of("port", "3010", "Secret_Key", KEY, "VERBOSE", "true"));

    assertEquals(3010, settings.port());
    assertEquals(32, settings.key().publicKey().size());
    assertTrue(settings.verbose());
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    assertFalse(Settings.from(Map.of("PORT", "0", "SECRET_KEY", KEY)).verbose());
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertEquals(
        List.of(
            "PORT: is \"70000\"; expected a whole number from 0 to 65535",
            "SECRET_KEY: is not set; expected standard base64 of 32 bytes",
            "VERBOSE: is \"yes\"; expected true or false"),
        problemsOf(Map.of("PORT", "70000", "VERBOSE", "yes")));
  }

  @Test
  void setButEmptyIsAProblemEvenWithADefault() {
    assertEquals(
        List.of("VERBOSE: is set but empty; expected true or false"),
        problemsOf(Map.of("PORT", "1", "SECRET_KEY", KEY, "VERBOSE", "")));
  }

  @Test
  void aWrongSecretIsNotPrinted() {
    String problem = problemsOf(Map.of("PORT", "1", "SECRET_KEY", "hunter2")).getFirst();

    assertFalse(problem.contains("hunter2"), problem);
    assertEquals(
        "SECRET_KEY: holds a wrong secret (not shown); expected standard base64 of 32 bytes",
        problem);
  }

  @Test
  void aKeyWithoutPaddingIsRefused() {
    problemsOf(Map.of("PORT", "1", "SECRET_KEY", KEY.replace("=", "")));
  }

  @Test
  void aNumberIsDecimalDigitsOnly() {
    for (String text : List.of("+1", "-1", "1.0", " 1", "0x1", "\u0661", "99999999999999999999")) {
      assertEquals(1, problemsOf(Map.of("PORT", text, "SECRET_KEY", KEY)).size(), text);
    }
  }

  @Test
  void anAddressIsNeverAHostName() {
    Environment environment =
        new Environment(Map.of("A", "localhost", "B", "10.0.0.256", "C", "1.2.3", "D", "10.0.0.1"));

    environment.required("A", Kind.IPV4_ADDRESS);
    environment.required("B", Kind.IPV4_ADDRESS);
    environment.required("C", Kind.IPV4_ADDRESS);
    assertEquals("10.0.0.1", environment.required("D", Kind.IPV4_ADDRESS).getHostAddress());

    int problems =
        assertThrows(ConfigurationProblems.class, () -> environment.finish("")).problems().size();
    assertEquals(3, problems);
  }

  @Test
  void aUrlNeedsOneOfTheSchemes() {
    Kind<URI> kind = Kind.url(List.of("ws", "ledger+http"));
    Environment environment =
        new Environment(Map.of("A", "ledger+http://127.0.0.1:80", "B", "ftp://x", "C", "ws:"));

    assertEquals(80, environment.required("A", kind).getPort());
    environment.required("B", kind);
    environment.required("C", kind);

    ConfigurationProblems problems =
        assertThrows(ConfigurationProblems.class, () -> environment.finish(""));
    assertEquals(
        "B: is \"ftp://x\"; expected a URL that begins with ws:// or ledger+http://",
        problems.problems().getFirst().toString());
    assertEquals(2, problems.problems().size());
  }

  @Test
  void durationsAreUnsigned32Bits() {
    Environment environment = new Environment(Map.of("A", "4294967295", "B", "4294967296"));

    assertEquals(Duration.ofMillis(4_294_967_295L), environment.required("A", Kind.MILLIS));
    environment.required("B", Kind.MILLIS);

    assertThrows(ConfigurationProblems.class, () -> environment.finish(""));
  }

  @Test
  void anOptionalVariableMayBeAbsent() {
    assertEquals(Optional.empty(), new Environment(Map.of()).optional("X", Kind.CLUSTER_KEY));
  }
}
