package network.wcn.bench.storage;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.port.time.WallClock;
import network.wcn.wire.storage.DataItem;
import network.wcn.wire.storage.StorageCodec;

/** The records and maps that a served database holds, and the calls that ask for them. */
final class ServedData {
  static final int PAGE_FIELDS = 100;
  static final int MAP_FIELDS = 256;
  private static final int MAPS = 100;
  private static final byte OK = 0;
  private static final Namespace NAMESPACE =
      Namespace.fromBytes(Bytes.wrap(new byte[Namespace.SIZE_BYTES]));

  private final String name;
  private final Filler filler;
  private final int records;
  private final Expiration expiration;
  private final AtomicLong version;

  /**
   * @param name tells its keys from those of other data
   * @param records single ones; maps come on top
   */
  ServedData(String name, int records, Filler filler) {
    this.name = name;
    this.records = records;
    this.filler = filler;
    WallClock clock = WallClock.system();
    expiration = new Expiration(clock.unixSeconds() + 86_400);
    version = new AtomicLong(clock.unixMicros() - 3_600_000_000L);
  }

  /** Returns how many {@link #item}s make up all of it. */
  int items() {
    return records + MAPS * MAP_FIELDS;
  }

  /** Returns a single record or, after those, a field of a map, as it travels in bulk. */
  DataItem.Frame item(int number) {
    int beyond = number - records;
    RecordKey key =
        beyond < 0
            ? new RecordKey.Single(NAMESPACE, key(number))
            : new RecordKey.Field(
                NAMESPACE, map(beyond / MAP_FIELDS), Bytes.utf8("field" + beyond % MAP_FIELDS));
    return DataItem.Frame.of(
        key,
        StoredRecord.value(filler.value(number), expiration, new RecordVersion(version.get())));
  }

  private Bytes key(int number) {
    return Bytes.utf8(name + "-key" + number);
  }

  private Bytes map(int number) {
    return Bytes.utf8(name + "-map" + number);
  }

  private static Bytes encode(Operation operation) {
    return StorageCodec.encodeRequest(StorageRequest.ofClient(operation));
  }

  private static boolean isOk(Bytes answer) {
    return !answer.isEmpty() && answer.at(0) == OK;
  }

  /** Reads of records that are all there. */
  Calls gets() {
    return new Calls(
        StorageMethod.GET,
        records,
        number -> encode(new Operation.Get(NAMESPACE, key(number))),
        answer -> isOk(answer) && answer.size() >= filler.valueBytes());
  }

  /** Writes of which each takes effect. */
  Calls sets() {
    return new Calls(StorageMethod.SET, records, this::set, ServedData::isOk);
  }

  private Bytes set(int number) {
    RecordVersion newer = new RecordVersion(version.incrementAndGet());
    return encode(
        new Operation.Set(NAMESPACE, key(number), filler.value(number), expiration, newer));
  }

  /** Pages of 100 fields. */
  Calls pages() {
    return new Calls(
        StorageMethod.HSCAN,
        MAPS,
        number ->
            encode(new Operation.HScan(NAMESPACE, map(number), PAGE_FIELDS, Optional.empty())),
        answer -> isOk(answer) && answer.size() >= PAGE_FIELDS * filler.valueBytes());
  }

  /** Counts of 256 fields. */
  Calls counts() {
    return new Calls(
        StorageMethod.HCARD,
        MAPS,
        number -> encode(new Operation.HCard(NAMESPACE, map(number))),
        ServedData::isOk);
  }
}
