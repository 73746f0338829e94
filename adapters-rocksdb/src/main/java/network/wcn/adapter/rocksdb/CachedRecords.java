package network.wcn.adapter.rocksdb;

import java.util.Optional;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.engine.OpenGate;
import network.wcn.wire.stored.RowKey;

/** What the row cache of an open store answers without waiting; maps it does not know as such. */
final class CachedRecords implements RecordReader {
  /** Hashing and comparing a longer key takes too long. */
  private static final int LONGEST_KEY_BYTES = 16 << 10;

  private final OpenGate gate;
  private final RowCache cache;

  CachedRecords(OpenGate gate, RowCache cache) {
    this.gate = gate;
    this.cache = cache;
  }

  private <T> T inside(RecordKey key, Supplier<T> reading) {
    if (key.sizeBytes() > LONGEST_KEY_BYTES || !gate.tryEnter()) {
      throw new NotInMemory();
    }
    try {
      return reading.get();
    } finally {
      gate.leave();
    }
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    return inside(key, () -> cache.readAtOnce(RowKey.of(key)));
  }

  @Override
  public Optional<RecordHeader> readHeader(RecordKey key) {
    return inside(key, () -> cache.readHeaderAtOnce(RowKey.of(key)));
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    throw new NotInMemory();
  }
}
