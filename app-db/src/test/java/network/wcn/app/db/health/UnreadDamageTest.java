package network.wcn.app.db.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.wcn.adapter.lmdb.LmdbSettings;
import network.wcn.adapter.lmdb.LmdbStoreEngine;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.http.Unready;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that only the engine's own sweep meets, from the file to the readiness. */
class UnreadDamageTest {
  private static final RecordKey KEY =
      new RecordKey.Single(new Namespace(OperatorId.ZERO, 7), Bytes.utf8("key"));
  private static final String VALUE = "a value that is found in the file";
  private static final int HEADER_BYTES_BEFORE = 20;

  @TempDir Path directory; // set by JUnit

  private final PrometheusMetrics metrics = new PrometheusMetrics(Ticker.system());
  private final Readiness readiness = new Readiness();

  @Test
  void aRowThatNobodyReadsMakesUnreadyOnceTheSweepHasMetIt() throws IOException {
    readiness.set(Unready.STARTING, false);
    LmdbStoreEngine engine = new LmdbStoreEngine(LmdbSettings.DEFAULT, WallClock.system());
    StoreWatch watch = new StoreWatch(directory, 0, readiness, metrics, Ticker.system());
    try (RestorableStore store = new RestorableStore(engine, directory.resolve("db"), watch);
        watch) {
      store.apply(List.of(new Merge(KEY, living())));
      damageTheHeader();

      watch.start(store);
      awaitUnready();

      assertEquals(List.of(Unready.CORRUPT), readiness.reasons());
      assertTrue(metrics.text().contains("wcn_db_store_faults{kind=\"corrupt\"} 1"));
      assertTrue(metrics.text().contains("wcn_db_store_trouble{kind=\"corrupt\"} 1"));
    }
  }

  private static StoredRecord living() {
    long now = WallClock.system().unixSeconds();
    return StoredRecord.value(
        Bytes.utf8(VALUE), new Expiration(now + 86_400), new RecordVersion(now * 1_000_000));
  }

  private void damageTheHeader() throws IOException {
    Path data = directory.resolve("db").resolve("db").resolve("data.mdb");
    byte[] content = Files.readAllBytes(data);
    int at = new String(content, StandardCharsets.ISO_8859_1).indexOf(VALUE);
    assertTrue(at > 0, "the value is not in the file");
    content[at - HEADER_BYTES_BEFORE] ^= 0x10;
    Files.write(data, content, StandardOpenOption.WRITE); // in place: the engine has it mapped
  }

  private void awaitUnready() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (readiness.reasons().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }
}
