package network.wcn.adapter.rocksdb;

import java.util.ArrayList;
import java.util.List;
import network.wcn.port.storage.StoreFigure;

/**
 * RocksDB's statistics as it prints them itself: the only place where it tells their names, which
 * are not those of the constants in Java.
 *
 * <p>A line is a name, and then a key, a colon and a number once or several times: {@code COUNT}
 * alone is a counter; with percentiles and {@code SUM} it is a histogram.
 */
final class StatisticsText {
  private static final int WORDS_OF_COUNTER = 4;

  private StatisticsText() {}

  /** Returns all of them, dots as underscores. */
  static List<StoreFigure> figures(String text) {
    List<StoreFigure> figures = new ArrayList<>();
    text.lines().forEach(line -> add(line.strip().split("\\s+"), figures));
    return figures;
  }

  private static void add(String[] words, List<StoreFigure> figures) {
    String name = "wcn_" + words[0].replaceAll("[^A-Za-z0-9]", "_");
    boolean isCounter = words.length == WORDS_OF_COUNTER;
    for (int at = 1; at + 2 < words.length; at += 3) {
      double value = Double.parseDouble(words[at + 2]);
      figures.add(
          switch (words[at]) {
            case "COUNT" -> new StoreFigure(isCounter ? name : name + "_count", value);
            case "SUM" -> new StoreFigure(name + "_sum", value);
            case String percentile ->
                new StoreFigure(name, List.of("p", percentile.substring(1)), value);
          });
    }
  }
}
