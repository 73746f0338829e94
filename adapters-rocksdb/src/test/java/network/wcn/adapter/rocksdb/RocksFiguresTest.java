package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.StoreFigure;
import network.wcn.port.time.WallClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksFiguresTest {
  @TempDir Path directory; // set by JUnit

  private Set<String> names(boolean statistics) {
    RocksSettings settings = TestSettings.builder().statistics(statistics).build();
    try (RocksRecordStore store =
        RocksRecordStore.open(
            directory.resolve("db"), settings, WallClock.system(), Metrics.none())) {
      return store.figures().stream().map(StoreFigure::name).collect(Collectors.toSet());
    }
  }

  @Test
  void whatMemoryIsUsedIsAlwaysTold() {
    Set<String> names = names(false);
    assertTrue(names.contains("wcn_rocksdb_cache_total"), names::toString);
    assertTrue(names.contains("wcn_rocksdb_mem_table_total"), names::toString);
    assertTrue(!names.contains("wcn_rocksdb_block_cache_hit"), names::toString);
  }

  @Test
  void statisticsAreToldWhenTheyAreCounted() {
    Set<String> names = names(true);
    assertTrue(names.contains("wcn_rocksdb_block_cache_hit"), names::toString);
    assertTrue(names.contains("wcn_rocksdb_db_get_micros_count"), names::toString);
    assertTrue(names.contains("wcn_rocksdb_l0_hit"), names::toString);
  }

  @Test
  void aStatisticIsNamedAsRocksDbNamesItAndAHistogramHasFourPercentiles() {
    String text =
        """
        rocksdb.block.cache.miss COUNT : 7
        rocksdb.db.get.micros P50 : 1.500000 P95 : 2.000000 P99 : 3.000000 P100 : 9.000000 COUNT : 4 SUM : 11
        """;
    assertEquals(
        List.of(
            new StoreFigure("wcn_rocksdb_block_cache_miss", 7),
            new StoreFigure("wcn_rocksdb_db_get_micros", List.of("p", "50"), 1.5),
            new StoreFigure("wcn_rocksdb_db_get_micros", List.of("p", "95"), 2),
            new StoreFigure("wcn_rocksdb_db_get_micros", List.of("p", "99"), 3),
            new StoreFigure("wcn_rocksdb_db_get_micros", List.of("p", "100"), 9),
            new StoreFigure("wcn_rocksdb_db_get_micros_count", 4),
            new StoreFigure("wcn_rocksdb_db_get_micros_sum", 11)),
        StatisticsText.figures(text));
  }

  @Test
  void memtablesTakeHalfOfTheCacheAtMost() {
    RocksSettings usual = RocksSettings.builder(2).build();
    assertEquals(usual.blockCacheBytes() / 2, usual.memtableBytes());
    RocksSettings small = RocksSettings.within(64 << 20, 1);
    assertTrue(small.memtableBytes() <= small.blockCacheBytes() / 2);
  }
}
