package network.wcn.app.base.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Which records are written: {@code level} or {@code level,target=level,...}.
 *
 * <p>A target stands for itself and everything below it; the longest one that fits decides. A text
 * that cannot be read counts as {@code info}. {@code off} is a level, too.
 *
 * @param root the level without a fitting target, or nothing for {@code off}
 * @param targets the longest names first
 * @see "protocol/surface.md section 1"
 */
record LogLevels(Optional<Level> root, List<Target> targets) {
  static final LogLevels INFO = new LogLevels(Optional.of(Level.INFO), List.of());
  private static final String VARIABLE = "LOG_LEVEL";

  /** The level of a part of the logger names. */
  record Target(String name, Optional<Level> level) {
    boolean covers(String logger) {
      return logger.startsWith(name)
          && (logger.length() == name.length() || logger.charAt(name.length()) == '.');
    }
  }

  static LogLevels fromEnvironment(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(VARIABLE))
        .findFirst()
        .map(entry -> parse(entry.getValue()))
        .orElse(INFO);
  }

  static LogLevels parse(String text) {
    Optional<Level> root = Optional.of(Level.INFO);
    List<Target> targets = new ArrayList<>();
    try {
      for (String part : text.split(",", -1)) {
        int equals = part.indexOf('=');
        if (equals < 0) {
          root = level(part);
        } else {
          targets.add(
              new Target(part.substring(0, equals).strip(), level(part.substring(equals + 1))));
        }
      }
    } catch (IllegalArgumentException _) {
      return INFO;
    }
    targets.sort(Comparator.comparingInt((Target target) -> target.name().length()).reversed());
    return new LogLevels(root, List.copyOf(targets));
  }

  private static Optional<Level> level(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    return name.equals("OFF") ? Optional.empty() : Optional.of(Level.valueOf(name));
  }

  /** Returns the least severe level that {@code logger} writes, or nothing if it writes none. */
  Optional<Level> of(String logger) {
    for (Target target : targets) {
      if (target.covers(logger)) {
        return target.level();
      }
    }
    return root;
  }
}
