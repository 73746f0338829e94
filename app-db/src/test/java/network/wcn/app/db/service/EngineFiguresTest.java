package network.wcn.app.db.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.StoreFigure;
import network.wcn.port.time.Ticker;
import network.wcn.tck.storage.FakeDisk;
import network.wcn.tck.storage.FakeRecordStore;
import org.junit.jupiter.api.Test;

class EngineFiguresTest {
  private static final StoreFault.Kind AWAY = StoreFault.Kind.RESTORING;

  private final AtomicLong nanos = new AtomicLong();
  private final PrometheusMetrics metrics = new PrometheusMetrics(Ticker.system());
  private final FakeRecordStore store = new FakeRecordStore(new FakeDisk(), Samples.CLOCK);

  private void tell(double median, double most) {
    store.setFigures(
        List.of(
            new StoreFigure("micros", List.of("p", "50"), median),
            new StoreFigure("micros", List.of("p", "100"), most)));
  }

  private void aSecondPasses() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
  }

  private List<String> lines() {
    return metrics.text().lines().filter(line -> line.startsWith("micros{")).toList();
  }

  @Test
  void whatDiffersOnlyInALabelHasAValueOfItsOwn() {
    tell(3, 70);
    EngineFigures.export(store, metrics, nanos::get);
    assertEquals(List.of("micros{p=\"100\"} 70", "micros{p=\"50\"} 3"), lines());
  }

  @Test
  void allGaugesOfAnExportShareOneReading() {
    tell(3, 70);
    EngineFigures.export(store, metrics, nanos::get);
    tell(4, 71);
    assertEquals(List.of("micros{p=\"100\"} 70", "micros{p=\"50\"} 3"), lines());
    aSecondPasses();
    assertEquals(List.of("micros{p=\"100\"} 71", "micros{p=\"50\"} 4"), lines());
  }

  @Test
  void aStoreThatIsAwayHasNoNumbersAndTheRestIsExportedAllTheSame() {
    tell(3, 70);
    EngineFigures.export(store, metrics, nanos::get);
    aSecondPasses();
    store.failNext(AWAY);
    assertEquals(List.of("micros{p=\"100\"} NaN", "micros{p=\"50\"} NaN"), lines());
    aSecondPasses();
    assertEquals(List.of("micros{p=\"100\"} 70", "micros{p=\"50\"} 3"), lines());
  }
}
