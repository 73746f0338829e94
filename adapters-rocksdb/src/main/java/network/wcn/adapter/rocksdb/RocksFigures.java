package network.wcn.adapter.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.wcn.port.storage.StoreFigure;
import network.wcn.wire.stored.RowTable;
import org.rocksdb.HistogramData;
import org.rocksdb.HistogramType;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/**
 * What RocksDB knows about itself, under the reference's names.
 *
 * @see "protocol/surface.md section 4"
 */
final class RocksFigures {
  /** Properties summed over the column families, and the names they are exported by. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "rocksdb.cur-size-all-mem-tables", "wcn_rocksdb_mem_table_total",
          "rocksdb.cur-size-active-mem-table", "wcn_rocksdb_mem_table_unflushed",
          "rocksdb.estimate-table-readers-mem", "wcn_rocksdb_mem_table_readers_total",
          "rocksdb.estimate-num-keys", "wcn_rocksdb_keys_estimate",
          "rocksdb.live-sst-files-size", "wcn_rocksdb_live_files_bytes",
          "rocksdb.estimate-pending-compaction-bytes", "wcn_rocksdb_pending_compaction_bytes",
          "rocksdb.background-errors", "wcn_rocksdb_background_errors",
          "rocksdb.num-running-compactions", "wcn_rocksdb_running_compactions");

  private final OpenDatabase open;
  private final Rows rows;

  RocksFigures(OpenDatabase open, Rows rows) {
    this.open = open;
    this.rows = rows;
  }

  /** Reads all of them; the caller keeps the database open. */
  List<StoreFigure> read() {
    List<StoreFigure> figures = new ArrayList<>();
    PROPERTIES.forEach((property, name) -> figures.add(new StoreFigure(name, sum(property))));
    figures.add(new StoreFigure("wcn_rocksdb_cache_total", open.options().cache().getUsage()));
    figures.add(new StoreFigure("wcn_rocksdb_clock_behind_seconds", open.clock().secondsBehind()));
    open.options().statistics().ifPresent(statistics -> addStatistics(statistics, figures));
    return figures;
  }

  private double sum(String property) {
    try {
      double sum = 0;
      for (RowTable table : RowTable.values()) {
        sum += open.rocks().getLongProperty(rows.handle(table), property);
      }
      return sum;
    } catch (RocksDBException e) {
      throw RocksFaults.of("reading the property " + property, e);
    }
  }

  private static void addStatistics(Statistics statistics, List<StoreFigure> figures) {
    for (TickerType ticker : TickerType.values()) {
      if (ticker != TickerType.TICKER_ENUM_MAX) {
        figures.add(new StoreFigure(name(ticker.name()), statistics.getTickerCount(ticker)));
      }
    }
    for (HistogramType histogram : HistogramType.values()) {
      if (histogram != HistogramType.HISTOGRAM_ENUM_MAX) {
        addHistogram(name(histogram.name()), statistics.getHistogramData(histogram), figures);
      }
    }
  }

  private static void addHistogram(String name, HistogramData data, List<StoreFigure> figures) {
    figures.add(new StoreFigure(name + "_count", data.getCount()));
    figures.add(new StoreFigure(name + "_sum", data.getSum()));
    figures.add(new StoreFigure(name, List.of("p", "50"), data.getMedian()));
    figures.add(new StoreFigure(name, List.of("p", "95"), data.getPercentile95()));
    figures.add(new StoreFigure(name, List.of("p", "99"), data.getPercentile99()));
    figures.add(new StoreFigure(name, List.of("p", "100"), data.getMax()));
  }

  private static String name(String statistic) {
    return "wcn_rocksdb_" + statistic.toLowerCase(Locale.ROOT);
  }
}
