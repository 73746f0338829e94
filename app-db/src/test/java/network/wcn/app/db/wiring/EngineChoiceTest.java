package network.wcn.app.db.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import network.wcn.adapter.lmdb.LmdbStoreEngine;
import network.wcn.adapter.rocksdb.RocksStoreEngine;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.app.db.StorageBackend;
import network.wcn.domain.InvariantViolation;
import network.wcn.port.backup.EngineSettings;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.backup.StoreEngineProvider;
import network.wcn.port.metrics.Metrics;
import org.junit.jupiter.api.Test;

class EngineChoiceTest {
  private static final String PROVIDER = BorrowedEngineProvider.class.getName();

  private static Map<String, String> variables(String... pairs) {
    Map<String, String> variables = new HashMap<>(Map.of("ROCKSDB_DIR", "/var/lib/wcn"));
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return variables;
  }

  private static StoreEngine engine(boolean keepHistory, String... pairs) {
    Environment in = new Environment(variables(pairs));
    DatabaseSettings.RocksDb storage = in.finish(DatabaseSettings.RocksDb.from(in));
    return StoreEngines.of(storage, keepHistory, () -> 0, Metrics.none());
  }

  private static List<String> problems(
      Iterable<StoreEngineProvider> found, Map<String, String> variables) {
    Environment in = new Environment(variables);
    StorageBackend chosen = EngineChoice.from(in, found);
    return assertThrows(ConfigurationProblems.class, () -> in.finish(chosen)).problems().stream()
        .map(Object::toString)
        .toList();
  }

  /** A provider whose engine has the settings and the name of the borrowed one. */
  private static final class Alias implements StoreEngineProvider {
    private final String name;

    Alias(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Maker read(EngineSettings settings) {
      settings.required("alias_size", "bytes", 1, Integer::valueOf);
      settings.problem("alias_kind", "does not suit the size", "another");
      return new BorrowedEngineProvider().read(settings);
    }
  }

  @Test
  void builtInEnginesAreChosenByName() {
    assertInstanceOf(RocksStoreEngine.class, engine(false));
    assertInstanceOf(RocksStoreEngine.class, engine(false, "STORAGE_BACKEND", "rocksdb"));
    assertInstanceOf(LmdbStoreEngine.class, engine(false, "STORAGE_BACKEND", "LMDB"));
  }

  @Test
  void anEngineOfTheClassPathIsChosenByNameAndReadsItsOwnSettings() {
    BorrowedEngineProvider.Borrowed usual =
        assertInstanceOf(
            BorrowedEngineProvider.Borrowed.class,
            engine(false, "STORAGE_BACKEND", "Borrowed", "borrowed_readers", "7"));
    assertEquals(7, usual.settings().readers());
    assertTrue(usual.settings().sweepRowsPerSecond() > 0);

    BorrowedEngineProvider.Borrowed keeping =
        assertInstanceOf(
            BorrowedEngineProvider.Borrowed.class, engine(true, "STORAGE_BACKEND", "borrowed"));
    assertEquals(64, keeping.settings().readers());
    assertEquals(0, keeping.settings().sweepRowsPerSecond());
  }

  @Test
  void wrongSettingsOfAnEngineAreReportedWithAllOthers() {
    Map<String, String> variables =
        variables("STORAGE_BACKEND", "borrowed", "BORROWED_READERS", "0");
    variables.remove("ROCKSDB_DIR");
    Environment in = new Environment(variables);
    DatabaseSettings.RocksDb storage = DatabaseSettings.RocksDb.from(in);

    ConfigurationProblems problems =
        assertThrows(ConfigurationProblems.class, () -> in.finish(storage));
    assertEquals(
        """
        the configuration is wrong:
          BORROWED_READERS: is "0"; expected a whole number, at least 1
          ROCKSDB_DIR: is not set; expected a path\
        """,
        problems.getMessage());
  }

  @Test
  void settingsThatAreMissingOrDoNotFitAreReported() {
    assertEquals(
        List.of(
            "ALIAS_SIZE: is not set; expected bytes",
            "ALIAS_KIND: does not suit the size; expected another"),
        problems(List.of(new Alias("alias")), variables("STORAGE_BACKEND", "alias")));
  }

  @Test
  void settingsOfAnEngineThatIsNotChosenDoNotMatter() {
    assertInstanceOf(RocksStoreEngine.class, engine(false, "BORROWED_READERS", "0"));
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertEquals(
        List.of("STORAGE_BACKEND: is \"leveldb\"; expected one of rocksdb, lmdb, borrowed"),
        problems(List.of(new BorrowedEngineProvider()), variables("STORAGE_BACKEND", "leveldb")));
    assertEquals(
        List.of("STORAGE_BACKEND: is \"borrowed\"; expected one of rocksdb, lmdb"),
        problems(List.of(), variables("STORAGE_BACKEND", "borrowed")));
  }

  @Test
  void aNameOfTwoEnginesIsRefusedIfItIsChosen() {
    List<StoreEngineProvider> twice =
        List.of(new BorrowedEngineProvider(), new BorrowedEngineProvider());

    assertEquals(
        List.of(
            "STORAGE_BACKEND: \"borrowed\" is the name of "
                + PROVIDER
                + " and of "
                + PROVIDER
                + "; expected one engine of that name on the class path"),
        problems(twice, variables("STORAGE_BACKEND", "borrowed")));
    Environment in = new Environment(Map.of());
    assertEquals(StorageBackend.BuiltIn.ROCKSDB, in.finish(EngineChoice.from(in, twice)));
  }

  @Test
  void theNameOfABuiltInEngineCannotBeTakenOver() {
    List<StoreEngineProvider> greedy = List.of(new Alias("RocksDB"));
    List<String> expected =
        List.of(
            "STORAGE_BACKEND: \"rocksdb\" is the name of a built-in engine and of "
                + Alias.class.getName()
                + "; expected one engine of that name on the class path");

    assertEquals(expected, problems(greedy, variables("STORAGE_BACKEND", "rocksdb")));
    assertEquals(expected, problems(greedy, variables()));
  }

  @Test
  void aProviderThatCannotBeMadeIsReported() {
    Iterable<StoreEngineProvider> broken =
        () -> {
          throw new ServiceConfigurationError("Provider a.B not found");
        };

    assertEquals(
        List.of(
            "STORAGE_BACKEND: cannot look up what there is:"
                + " java.util.ServiceConfigurationError: Provider a.B not found;"
                + " expected jars that fit"),
        problems(broken, variables()));
  }

  @Test
  void anEngineUnderAnotherNameThanItsProvidersIsABug() {
    StorageBackend chosen =
        EngineChoice.from(
            new Environment(variables("STORAGE_BACKEND", "alias")), List.of(new Alias("alias")));
    StorageBackend.Found alias = assertInstanceOf(StorageBackend.Found.class, chosen);

    assertThrows(
        InvariantViolation.class, () -> StoreEngines.made(alias, false, () -> 0, Metrics.none()));
  }
}
