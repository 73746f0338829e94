package network.wcn.app.db.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import org.junit.jupiter.api.Test;

class RecordCountsTest {
  private static final long BYTES_PER_SECOND = 1_000_000_000;
  private static final int RECORDS = 160;
  private static final int VALUE_BYTES = 1 << 16;

  private final Namespace namespace = new Namespace(OperatorId.ZERO, 0);
  private int shown;
  private boolean isClosed;

  private final class Walk implements ExportCursor {
    @Override
    public Optional<ExportedRecord> next() {
      return shown == RECORDS ? Optional.empty() : Optional.of(record(shown++));
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  private ExportedRecord record(int number) {
    Bytes name = Bytes.utf8("key" + number);
    RecordKey key =
        number % 4 == 0
            ? new RecordKey.Field(namespace, name, name)
            : new RecordKey.Single(namespace, name);
    Bytes value = Bytes.wrap(new byte[VALUE_BYTES]);
    return new ExportedRecord(
        key, StoredRecord.value(value, new Expiration(1), new RecordVersion(1)));
  }

  @Test
  void aLimitedWalkCountsAllAndTakesItsTime() {
    AtomicLong nanos = new AtomicLong();
    Throttle throttle = new Throttle(BYTES_PER_SECOND, () -> nanos.addAndGet(100_000));
    assertEquals(new RecordCounts(120, 40), RecordCounts.of(new Walk(), throttle));
    assertTrue(isClosed);
    // All but the first and the last MiB have been waited for.
    assertTrue(nanos.get() >= (RECORDS / 16 - 2) * (1L << 20), "waited " + nanos + " ns");
  }

  @Test
  void aWalkWithoutALimitOnlyCounts() {
    assertEquals(160, RecordCounts.of(new Walk()).all());
  }
}
