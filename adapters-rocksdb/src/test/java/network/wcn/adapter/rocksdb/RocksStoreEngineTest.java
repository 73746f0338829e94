package network.wcn.adapter.rocksdb;

import network.wcn.port.metrics.Metrics;
import network.wcn.tck.backup.StoreEngineSuite;

class RocksStoreEngineTest extends StoreEngineSuite {
  RocksStoreEngineTest() {
    super(new RocksStoreEngine(TestSettings.SMALL, () -> 1_760_000_000_000_000L, Metrics.none()));
  }
}
