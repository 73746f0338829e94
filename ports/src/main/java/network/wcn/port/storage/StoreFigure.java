package network.wcn.port.storage;

import java.util.List;

/**
 * A figure of an engine, ready to be exported as a gauge.
 *
 * @param labels alternating names and values
 */
public record StoreFigure(String name, List<String> labels, double value) {
  public StoreFigure {
    labels = List.copyOf(labels);
  }

  /** A figure without labels. */
  public StoreFigure(String name, double value) {
    this(name, List.of(), value);
  }
}
