package network.wcn.adapter.rocksdb;

/** Settings for tests: little memory, no limit of speed. */
final class TestSettings {
  static final RocksSettings SMALL = builder().build();

  private TestSettings() {}

  static RocksSettings.Builder builder() {
    return RocksSettings.builder(2)
        .blockCacheBytes(16 << 20)
        .writeBufferBytes(1 << 20)
        .writeBuffers(4)
        .backgroundBytesPerSecond(0);
  }
}
