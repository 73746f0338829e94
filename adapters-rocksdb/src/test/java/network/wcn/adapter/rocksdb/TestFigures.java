package network.wcn.adapter.rocksdb;

import network.wcn.port.storage.StoreFigure;

/** Figures of a store, by their names. */
final class TestFigures {
  private TestFigures() {}

  /** Returns the sum of all figures of that name, whatever their labels. */
  static double sum(RocksRecordStore store, String name) {
    return store.figures().stream()
        .filter(figure -> figure.name().equals(name))
        .mapToDouble(StoreFigure::value)
        .sum();
  }
}
