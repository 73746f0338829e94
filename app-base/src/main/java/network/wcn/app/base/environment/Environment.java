package network.wcn.app.base.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads settings from environment variables and remembers everything that is wrong.
 *
 * <p>Names count in any letter case. A variable that is not set has its default; one that is set
 * but empty is a problem. While problems exist the methods answer placeholders: read every setting,
 * then call {@link #finish} before using any. For one thread.
 *
 * @see "protocol/surface.md section 1"
 */
public final class Environment {
  private static final int LONGEST_PRINTED = 80;

  private final Map<String, String> values = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  public Environment(Map<String, String> variables) {
    variables.forEach((name, value) -> {
      String upper = name.toUpperCase(Locale.ROOT);
      String other = values.putIfAbsent(upper, value);
      if (other != null && !other.equals(value) && upper.equals(name)) {
        // Two spellings: the one in upper case is meant.
        values.put(upper, value);
      }
    });
  }

  /** Returns the value of a variable that must be set. */
  public <T> T required(String name, Kind<T> kind) {
    String text = values.get(name);
    if (text == null) {
      problems.add(new Problem(name, "is not set", kind.expected()));
      return kind.placeholder().get();
    }
    return parse(name, text, kind);
  }

  /** Returns the value of a variable, or {@code absent} if it is not set. */
  public <T> T optional(String name, Kind<T> kind, T absent) {
    String text = values.get(name);
    return text == null ? absent : parse(name, text, kind);
  }

  /** Returns the value of a variable, or nothing if it is not set. */
  public <T> Optional<T> optional(String name, Kind<T> kind) {
    String text = values.get(name);
    return text == null ? Optional.empty() : Optional.of(parse(name, text, kind));
  }

  /** Notes a problem that several variables make together. */
  public void problem(String name, String given, String expected) {
    problems.add(new Problem(name, given, expected));
  }

  /**
   * Ends the reading.
   *
   * @return {@code settings}
   * @throws ConfigurationProblems if anything was wrong
   */
  public <S> S finish(S settings) {
    if (!problems.isEmpty()) {
      throw new ConfigurationProblems(problems);
    }
    return settings;
  }

  private <T> T parse(String name, String text, Kind<T> kind) {
    if (text.isEmpty()) {
      problems.add(new Problem(name, "is set but empty", kind.expected()));
      return kind.placeholder().get();
    }
    try {
      return kind.parser().apply(text);
    } catch (IllegalArgumentException _) {
      String given = kind.secret() ? "holds a wrong secret (not shown)" : "is " + quoted(text);
      problems.add(new Problem(name, given, kind.expected()));
      return kind.placeholder().get();
    }
  }

  private static String quoted(String text) {
    String shown =
        text.length() > LONGEST_PRINTED ? text.substring(0, LONGEST_PRINTED) + "…" : text;
    return "\"" + shown + "\"";
  }
}
