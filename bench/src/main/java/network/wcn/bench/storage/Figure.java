package network.wcn.bench.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One row of the report.
 *
 * @param subject what was measured
 * @param clients how many at once
 * @param megabytesPerSecond what was moved, in 1,000,000 bytes, where that is what counts
 * @param ofRaw the rate, divided by that of what is measured beside it and does least: the bare
 *     library called directly, or the transport alone
 * @param goal of {@code ofRaw} or, where that is absent, of {@code megabytesPerSecond}
 */
record Figure(
    String subject,
    String operation,
    int clients,
    Outcome outcome,
    OptionalDouble megabytesPerSecond,
    OptionalDouble ofRaw,
    OptionalDouble goal) {
  private static final double MEGABYTE = 1e6;

  /** Returns the row of something that is compared with nothing. */
  static Figure alone(String subject, String operation, int clients, Outcome outcome) {
    OptionalDouble none = OptionalDouble.empty();
    return new Figure(subject, operation, clients, outcome, none, none, none);
  }

  /** Returns this row beside {@code raw}. */
  Figure beside(Outcome raw) {
    OptionalDouble ratio = OptionalDouble.of(outcome.perSecond() / raw.perSecond());
    return new Figure(subject, operation, clients, outcome, megabytesPerSecond, ratio, goal);
  }

  /** Returns the rows of several subjects, all beside the first. */
  static List<Figure> besideFirst(
      List<String> subjects, String operation, int clients, List<Outcome> outcomes) {
    List<Figure> figures = new ArrayList<>();
    Outcome first = outcomes.getFirst();
    figures.add(alone(subjects.getFirst(), operation, clients, first));
    for (int i = 1; i < subjects.size(); i++) {
      figures.add(alone(subjects.get(i), operation, clients, outcomes.get(i)).beside(first));
    }
    return figures;
  }

  /** Returns this row with what all its operations together moved each second. */
  Figure moving(double bytesPerSecond) {
    OptionalDouble rate = OptionalDouble.of(bytesPerSecond / MEGABYTE);
    return new Figure(subject, operation, clients, outcome, rate, ofRaw, goal);
  }

  Figure aimingAt(double aim) {
    OptionalDouble set = OptionalDouble.of(aim);
    return new Figure(subject, operation, clients, outcome, megabytesPerSecond, ofRaw, set);
  }

  static String heading() {
    return """
    | subject | operation | clients | per second | p50 µs | p99 µs | errors | MB/s | of raw | goal |
    | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    """;
  }

  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %,.0f | %s | %s | %d | %s | %s | %s |",
        subject,
        operation,
        clients,
        outcome.perSecond(),
        micros(outcome.p50Micros()),
        micros(outcome.p99Micros()),
        outcome.errors(),
        number("%.1f", megabytesPerSecond),
        number("%.2f", ofRaw),
        number(ofRaw.isPresent() ? "%.2f" : "%.0f MB/s", goal));
  }

  private static String micros(double micros) {
    return micros == 0 ? "" : String.format(Locale.ROOT, micros < 10 ? "%.1f" : "%,.0f", micros);
  }

  private static String number(String format, OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, format, number.getAsDouble()) : "";
  }

  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("subject", subject);
    object.put("operation", operation);
    object.put("clients", clients);
    object.put("per_second", outcome.perSecond());
    if (outcome.p99Micros() > 0) {
      object.put("p50_us", outcome.p50Micros());
      object.put("p99_us", outcome.p99Micros());
    }
    object.put("errors", outcome.errors());
    megabytesPerSecond.ifPresent(rate -> object.put("mb_per_second", rate));
    ofRaw.ifPresent(ratio -> object.put("of_raw", ratio));
    goal.ifPresent(aim -> object.put("goal", aim));
    return object;
  }
}
