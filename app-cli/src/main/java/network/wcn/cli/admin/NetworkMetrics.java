package network.wcn.cli.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.wcn.domain.identity.OperatorId;

/**
 * What a node tells of all others on its page {@code /metrics/cluster}: which databases answer, how
 * much they store, and which nodes are cut off.
 *
 * @see "protocol/wire.md section 9"
 */
final class NetworkMetrics {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\w+)\\{(?:.*,)?operator=\"(0x[0-9a-fA-F]{40})\",service_kind=\"(node|db)\".*\\}"
              + " (NaN|-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?)",
          Pattern.CASE_INSENSITIVE);

  private static final String STORED = "wcn_db_directory_bytes";
  private static final String ISOLATED = "wcn_isolated";
  private static final String DATABASE = "db";

  private final List<Sample> samples;

  /** One line of the page. */
  private record Sample(String name, String operator, String service, double value) {
    boolean isOf(OperatorId id) {
      return operator.equalsIgnoreCase(id.toString());
    }
  }

  private NetworkMetrics(List<Sample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** Returns the metrics that nobody told. */
  static NetworkMetrics none() {
    return new NetworkMetrics(List.of());
  }

  /** Reads a page; lines of other kinds are skipped. */
  static NetworkMetrics parse(String page) {
    List<Sample> samples = new ArrayList<>();
    for (String line : page.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        samples.add(
            new Sample(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                Double.parseDouble(matcher.group(4))));
      }
    }
    return new NetworkMetrics(samples);
  }

  /** Returns how many bytes the database of {@code operator} stores, if it tells. */
  OptionalLong storedBytes(OperatorId operator) {
    return samples.stream()
        .filter(sample -> sample.isOf(operator) && sample.name().equals(STORED))
        .filter(sample -> !Double.isNaN(sample.value()))
        .mapToLong(sample -> (long) sample.value())
        .findFirst();
  }

  /** Returns why {@code operator} cannot take part in a migration, as far as metrics tell. */
  Optional<String> problem(OperatorId operator) {
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    List<Sample> own = samples.stream().filter(sample -> sample.isOf(operator)).toList();
    if (own.stream().noneMatch(sample -> sample.service().equals(DATABASE))) {
      return Optional.of("its database does not answer its nodes");
    }
    return own.stream().anyMatch(sample -> sample.name().equals(ISOLATED) && sample.value() != 0)
        ? Optional.of("a node of it is isolated")
        : Optional.empty();
  }
}
