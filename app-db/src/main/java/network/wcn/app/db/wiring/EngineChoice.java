package network.wcn.app.db.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.environment.Kind;
import network.wcn.app.db.StorageBackend;
import network.wcn.port.backup.EngineSettings;
import network.wcn.port.backup.StoreEngineProvider;

/**
 * Chooses a storage engine among those that are built in and those that the class path adds.
 *
 * <p>The name that is chosen must be one engine's alone: neither a built-in engine nor one that was
 * found can be replaced by adding a jar.
 */
public final class EngineChoice {
  private static final String VARIABLE = "STORAGE_BACKEND";

  private EngineChoice() {}

  /** An engine to choose, and where it comes from. */
  private record Offer(
      String name, String origin, Function<EngineSettings, StorageBackend> choose) {
    static Offer of(StorageBackend.BuiltIn engine) {
      return new Offer(engine.engineName(), "a built-in engine", _ -> engine);
    }

    static Offer of(StoreEngineProvider provider) {
      String name = provider.name();
      return new Offer(
          name,
          provider.getClass().getName(),
          settings -> new StorageBackend.Found(name, provider.read(settings)));
    }
  }

  /** Reads which engine is chosen, and the settings of its own. */
  public static StorageBackend from(Environment in) {
    return from(in, ServiceLoader.load(StoreEngineProvider.class));
  }

  /** Chooses among the built-in engines and {@code found}, which may be what loads them. */
  static StorageBackend from(Environment in, Iterable<StoreEngineProvider> found) {
    List<Offer> offers = new ArrayList<>();
    for (StorageBackend.BuiltIn engine : StorageBackend.BuiltIn.values()) {
      offers.add(Offer.of(engine));
    }
    try {
      found.forEach(provider -> offers.add(Offer.of(provider)));
    } catch (ServiceConfigurationError | LinkageError e) {
      // Also if another engine is chosen: the class path is not what somebody believes it is.
      in.problem(VARIABLE, "cannot look up what there is: " + reason(e), "jars that fit");
    }
    List<Offer> usual = named(StorageBackend.BuiltIn.ROCKSDB.engineName(), offers);
    List<Offer> chosen = in.optional(VARIABLE, oneOf(offers, usual), usual);
    if (chosen.size() > 1) {
      in.problem(
          VARIABLE,
          "\"" + chosen.getFirst().name() + "\" is the name of " + origins(chosen),
          "one engine of that name on the class path");
    }
    return chosen.getFirst().choose().apply(new EngineVariables(in));
  }

  private static Kind<List<Offer>> oneOf(List<Offer> offers, List<Offer> placeholder) {
    String names = offers.stream().map(Offer::name).distinct().collect(Collectors.joining(", "));
    return new Kind<>(
        "one of " + names,
        false,
        () -> placeholder,
        text -> {
          List<Offer> named = named(text, offers);
          if (named.isEmpty()) {
            throw new IllegalArgumentException("no such engine");
          }
          return named;
        });
  }

  private static List<Offer> named(String name, List<Offer> offers) {
    return offers.stream().filter(offer -> offer.name().equalsIgnoreCase(name)).toList();
  }

  private static String origins(List<Offer> offers) {
    return offers.stream().map(Offer::origin).collect(Collectors.joining(" and of "));
  }

  private static String reason(Error error) {
    return error.getCause() == null ? error.toString() : error + ": " + error.getCause();
  }

  /** The server's variables for an engine that this code does not know. */
  private record EngineVariables(Environment in) implements EngineSettings {
    @Override
    public <T> T optional(String name, String expected, T absent, Function<String, T> parser) {
      return in.optional(upper(name), kind(expected, absent, parser), absent);
    }

    @Override
    public <T> T required(String name, String expected, T placeholder, Function<String, T> parser) {
      return in.required(upper(name), kind(expected, placeholder, parser));
    }

    @Override
    public void problem(String name, String given, String expected) {
      in.problem(upper(name), given, expected);
    }

    private static <T> Kind<T> kind(String expected, T placeholder, Function<String, T> parser) {
      return new Kind<>(expected, false, () -> placeholder, parser);
    }

    private static String upper(String name) {
      return name.toUpperCase(Locale.ROOT);
    }
  }
}
