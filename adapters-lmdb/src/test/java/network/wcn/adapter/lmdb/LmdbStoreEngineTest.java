package network.wcn.adapter.lmdb;

import network.wcn.tck.backup.StoreEngineSuite;

/** LMDB copies itself and is examined as every engine. */
final class LmdbStoreEngineTest extends StoreEngineSuite {
  LmdbStoreEngineTest() {
    super(new LmdbStoreEngine(LmdbSettings.DEFAULT, () -> 1_760_000_000L * 1_000_000));
  }
}
