package network.wcn.wire;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;

/** Arbitrary values of the domain, the same ones for the same seed; edges come up often. */
public final class Arbitraries {
  private static final int[] EDGE_SIZES = {0, 1, 2, 127, 128, 129, 255, 256, 300};

  private final SplittableRandom random;

  public Arbitraries(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns 0 to {@code bound} - 1. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  public boolean coin() {
    return random.nextBoolean();
  }

  /** Returns any 64 bits, small and great numbers alike. */
  public long u64() {
    return random.nextLong() >>> random.nextInt(64);
  }

  public <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  public <T> Optional<T> optional(Supplier<T> value) {
    return coin() ? Optional.of(value.get()) : Optional.empty();
  }

  public <T> List<T> list(int longest, Supplier<T> element) {
    return Stream.generate(element).limit(below(longest + 1)).toList();
  }

  public Bytes bytes() {
    return bytes(coin() ? EDGE_SIZES[below(EDGE_SIZES.length)] : below(40));
  }

  public Bytes bytes(int size) {
    byte[] content = new byte[size];
    random.nextBytes(content);
    return Bytes.wrap(content);
  }

  public Namespace namespace() {
    return new Namespace(new OperatorId(bytes(OperatorId.SIZE_BYTES)), below(256));
  }

  public RecordKey.Single single() {
    return new RecordKey.Single(namespace(), bytes());
  }

  public RecordKey recordKey() {
    return coin() ? single() : new RecordKey.Field(namespace(), bytes(), bytes());
  }

  public Expiration expiration() {
    return new Expiration(u64());
  }

  public RecordVersion version() {
    return new RecordVersion(u64());
  }

  public LiveRecord record() {
    return new LiveRecord(bytes(), expiration(), version());
  }

  public MapEntry entry() {
    return new MapEntry(bytes(), record());
  }

  public RecordHeader header() {
    PayloadKind kind = oneOf(List.of(PayloadKind.values()));
    RecordVersion version = new RecordVersion(Math.max(1, u64() >>> 1));
    RecordVersion older = new RecordVersion(1 + random.nextLong(version.micros()));
    RecordVersion payloadVersion = coin() ? version : older;
    return new RecordHeader(
        kind,
        kind == PayloadKind.NONE ? RecordVersion.NONE : payloadVersion,
        expiration(),
        version);
  }

  public StoredRecord storedRecord() {
    RecordHeader header = header();
    return new StoredRecord(header, header.kind() == PayloadKind.VALUE ? bytes() : Bytes.empty());
  }

  public Operation operation() {
    return switch (below(12)) {
      case 0 -> new Operation.Get(namespace(), bytes());
      case 1 -> new Operation.Set(namespace(), bytes(), bytes(), expiration(), version());
      case 2 -> new Operation.Del(namespace(), bytes(), version());
      case 3 -> new Operation.SetExp(namespace(), bytes(), expiration(), version());
      case 4 -> new Operation.GetExp(namespace(), bytes());
      case 5 -> new Operation.HGet(namespace(), bytes(), bytes());
      case 6 -> new Operation.HSet(namespace(), bytes(), bytes(), bytes(), expiration(), version());
      case 7 -> new Operation.HDel(namespace(), bytes(), bytes(), version());
      case 8 -> new Operation.HSetExp(namespace(), bytes(), bytes(), expiration(), version());
      case 9 -> new Operation.HGetExp(namespace(), bytes(), bytes());
      case 10 -> new Operation.HCard(namespace(), bytes());
      default -> new Operation.HScan(namespace(), bytes(), (int) u64(), optional(this::bytes));
    };
  }
}
