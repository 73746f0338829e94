package network.wcn.bench.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.RecordStore;

/** One of our engines, through its port. */
final class Engine implements Subject {
  private static final Namespace NAMESPACE =
      Namespace.fromBytes(Bytes.wrap(new byte[Namespace.SIZE_BYTES]));

  private final String name;
  private final RecordStore store;
  private final Expiration expiration;
  private final Filler filler;

  Engine(String name, RecordStore store, Filler filler, long expiresAtUnixSeconds) {
    this.name = name;
    this.store = store;
    this.filler = filler;
    expiration = new Expiration(expiresAtUnixSeconds);
  }

  @Override
  public String name() {
    return name;
  }

  private static RecordKey key(int number) {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    return new RecordKey.Single(NAMESPACE, Bytes.wrap(key));
  }

  @Override
  public int read(int number) {
    return store.read(key(number)).map(row -> row.payload().size()).orElse(-1);
  }

  @Override
  public void merge(int[] numbers, int count, long version) {
    List<Merge> merges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Bytes value = filler.value(numbers[i]);
      merges.add(
          new Merge(
              key(numbers[i]), StoredRecord.value(value, expiration, new RecordVersion(version))));
    }
    store.apply(merges);
  }

  @Override
  public void put(int[] numbers, int count, long version) {
    merge(numbers, count, version);
  }

  @Override
  public void close() {
    store.close();
  }
}
