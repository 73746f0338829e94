package network.wcn.adapter.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.StoreFigure;
import network.wcn.wire.stored.RowTable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;

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
          "rocksdb.num-running-compactions", "wcn_rocksdb_running_compactions");

  private static final String ROW_CACHE = "wcn_rocksdb_row_cache_";

  private final OpenDatabase open;
  private final Rows rows;
  private final Optional<RowCache> cache;

  RocksFigures(OpenDatabase open, Rows rows, Optional<RowCache> cache) {
    this.open = open;
    this.rows = rows;
    this.cache = cache;
  }

  /** Reads all of them; the caller keeps the database open. */
  List<StoreFigure> read() {
    List<StoreFigure> figures = new ArrayList<>();
    PROPERTIES.forEach((property, name) -> figures.add(new StoreFigure(name, sum(property))));
    figures.add(new StoreFigure("wcn_rocksdb_background_errors", backgroundErrors()));
    figures.add(new StoreFigure("wcn_rocksdb_cache_total", open.options().cache().getUsage()));
    figures.add(new StoreFigure("wcn_rocksdb_clock_behind_seconds", open.clock().secondsBehind()));
    open.options()
        .statistics()
        .map(Statistics::toString)
        .map(StatisticsText::figures)
        .ifPresent(figures::addAll);
    cache.ifPresent(rowCache -> tell(rowCache, figures));
    return figures;
  }

  /** RocksDB has a row cache of its own, which is not used; so its names tell of ours. */
  private static void tell(RowCache rowCache, List<StoreFigure> figures) {
    figures.removeIf(figure -> figure.name().startsWith(ROW_CACHE));
    figures.add(new StoreFigure(ROW_CACHE + "hit", rowCache.hits()));
    figures.add(new StoreFigure(ROW_CACHE + "miss", rowCache.misses()));
    figures.add(new StoreFigure(ROW_CACHE + "bytes", rowCache.bytes()));
  }

  /** Returns how many flushes and compactions have failed; RocksDB counts all at one family. */
  long backgroundErrors() {
    String property = "rocksdb.background-errors";
    try {
      return open.rocks().getLongProperty(property);
    } catch (RocksDBException e) {
      throw failed(property, e);
    }
  }

  private double sum(String property) {
    try {
      double sum = 0;
      for (RowTable table : RowTable.values()) {
        sum += open.rocks().getLongProperty(rows.handle(table), property);
      }
      return sum;
    } catch (RocksDBException e) {
      throw failed(property, e);
    }
  }

  private static StoreFault failed(String property, RocksDBException cause) {
    return RocksFaults.of("reading the property " + property, cause);
  }
}
