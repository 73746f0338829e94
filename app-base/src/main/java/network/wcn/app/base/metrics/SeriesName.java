package network.wcn.app.base.metrics;

import java.util.List;

/**
 * The name of a series and its labels.
 *
 * @param name as Prometheus takes it
 * @param labels names and values in turn, in the order of export
 * @throws IllegalArgumentException if a label has no value
 */
record SeriesName(String name, List<String> labels) implements Comparable<SeriesName> {
  SeriesName {
    labels = List.copyOf(labels);
    if (labels.size() % 2 != 0) {
      throw new IllegalArgumentException(
          name + " has label names and values in turn, got " + labels);
    }
  }

  /**
   * Writes one line.
   *
   * @param suffix of the name, possibly empty
   * @param lastLabel ready to print behind the other labels, or empty
   */
  void writeLine(StringBuilder out, String suffix, String lastLabel, double value) {
    out.append(name).append(suffix);
    if (!labels.isEmpty() || !lastLabel.isEmpty()) {
      out.append('{');
      for (int i = 0; i < labels.size(); i += 2) {
        out.append(i == 0 ? "" : ",").append(labels.get(i)).append("=\"");
        appendEscaped(out, labels.get(i + 1));
        out.append('"');
      }
      out.append(labels.isEmpty() || lastLabel.isEmpty() ? "" : ",").append(lastLabel).append('}');
    }
    out.append(' ').append(number(value)).append('\n');
  }

  private static void appendEscaped(StringBuilder out, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '"' -> out.append("\\\"");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
  }

  /** Returns the shortest text of {@code value}; whole numbers have no fraction. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 0x1p63) {
      return Long.toString((long) value);
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }

  @Override
  public int compareTo(SeriesName other) {
    int order = name.compareTo(other.name);
    return order != 0 ? order : labels.toString().compareTo(other.labels.toString());
  }
}
