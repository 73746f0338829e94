package network.wcn.app.node.service;

/** Prometheus text as lines. */
final class MetricLines {
  private MetricLines() {}

  /** Returns the lines of {@code text} with {@code labels} behind their own, comments dropped. */
  static String labelled(String text, String labels) {
    StringBuilder out = new StringBuilder(text.length() * 2);
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> append(out, line, labels));
    return out.toString();
  }

  private static void append(StringBuilder out, String line, String labels) {
    // Values of labels may hold braces and spaces, the number behind them cannot.
    int close = line.lastIndexOf('}');
    if (close >= 0) {
      String separator = line.charAt(close - 1) == '{' ? "" : ",";
      out.append(line, 0, close).append(separator).append(labels).append(line.substring(close));
    } else {
      int space = Math.max(0, line.indexOf(' '));
      out.append(line, 0, space).append('{').append(labels).append('}');
      out.append(line.substring(space));
    }
    out.append('\n');
  }
}
