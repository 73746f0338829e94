package network.wcn.adapter.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.StoredKeyCodec;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A walk over the fields of one map; copies headers, and payloads only when asked. */
final class MapWalk implements AutoCloseable {
  private final RocksIterator iterator;
  private final byte[] prefix;
  private final ByteBuffer header = ByteBuffer.allocateDirect(RowForm.HEADER_BYTES);

  /** Takes over {@code iterator}. */
  MapWalk(RocksIterator iterator, MapKey map) {
    this.iterator = iterator;
    this.prefix = StoredKeyCodec.prefix(map).unsafeArray();
  }

  /** Shows the fields behind {@code after} to {@code visitor} until it has enough. */
  void visit(MapKey map, Optional<Bytes> after, FieldVisitor visitor) throws RocksDBException {
    byte[] start = after.map(field -> RowKey.of(map.field(field)).content()).orElse(prefix);
    iterator.seek(start);
    boolean wanted = true;
    while (wanted && iterator.isValid()) {
      byte[] key = iterator.key();
      if (!isOfMap(key)) {
        return;
      }
      if (after.isEmpty() || !Arrays.equals(key, start)) {
        wanted = show(key, visitor);
      }
      iterator.next();
    }
    if (wanted) {
      iterator.status();
    }
  }

  /** Maps of one position, whose keys collide or are of several namespaces, are neighbours. */
  private boolean isOfMap(byte[] key) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private boolean show(byte[] key, FieldVisitor visitor) {
    int size = iterator.value(header.clear());
    RecordHeader of = RowForm.header(header);
    Supplier<Bytes> payload = () -> payload(size);
    Bytes field = StoredKeyCodec.fieldAfter(prefix.length, Bytes.wrap(key));
    return visitor.visit(field, of, size - RowForm.HEADER_BYTES, payload);
  }

  private Bytes payload(int size) {
    byte[] value = iterator.value();
    return Bytes.of(value, RowForm.HEADER_BYTES, size - RowForm.HEADER_BYTES);
  }

  @Override
  public void close() {
    iterator.close();
  }
}
