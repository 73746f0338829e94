package network.wcn.app.db.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is opened anew while it is used, and what is heard of it. */
class ReopeningIT {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  @TempDir Path directory; // set by JUnit

  private final Ear ear = new Ear();

  /** Hears, and refuses writes if it is told to. */
  private static final class Ear implements StoreListener {
    private final List<String> heard = new ArrayList<>();
    private boolean refuses;

    @Override
    public void restoring(boolean holds) {
      heard.add("restoring " + holds);
    }

    @Override
    public void replaced() {
      heard.add("replaced");
    }

    @Override
    public void writing() {
      if (refuses) {
        throw new StoreFault(StoreFault.Kind.DISK_FULL, "as it was told to");
      }
    }

    @Override
    public void failed(StoreFault fault) {
      heard.add("failed " + fault.kind());
    }
  }

  private RestorableStore heardStore(Workshop shop) {
    return new RestorableStore(shop.engine, directory.resolve("heard"), ear);
  }

  private static StoreFault.Kind faultOf(Runnable call) {
    return assertThrows(StoreFault.class, call::run).kind();
  }

  @Test
  void everythingIsThereAfterReopeningAndExportsBreakOff() throws IOException {
    try (Workshop shop = new Workshop(directory);
        RestorableStore store = heardStore(shop)) {
      store.apply(List.of(Workshop.write(1, "v", 1)));
      List<ExportedRecord> before = Workshop.all(store.export(PositionRange.ALL));
      try (ExportCursor underWay = store.export(PositionRange.ALL)) {
        store.reopen(DRAIN);
        assertEquals(StoreFault.Kind.CLOSED, faultOf(underWay::next));
      }

      store.probe();
      assertEquals(before, Workshop.all(store.export(PositionRange.ALL)));
      assertEquals(List.of("failed CLOSED"), ear.heard);
    }
  }

  @Test
  void nothingIsInMemoryWhileTheStoreIsAway() throws IOException {
    try (Workshop shop = new Workshop(directory);
        RestorableStore store = heardStore(shop)) {
      store.apply(List.of(Workshop.write(1, "v", 1)));
      assertEquals(store.read(Workshop.key(1)), store.inMemory().read(Workshop.key(1)));
      RestorableStore.Exchange looking =
          new RestorableStore.Exchange() {
            @Override
            public void forward() {
              assertThrows(NotInMemory.class, () -> store.inMemory().read(Workshop.key(1)));
            }

            @Override
            public void back() {}

            @Override
            public void confirm() {}
          };

      store.exchange(looking, DRAIN);

      assertThrows(NotInMemory.class, () -> store.inMemory().read(Workshop.key(1)));
      assertEquals(store.read(Workshop.key(1)), store.inMemory().read(Workshop.key(1)));
    }
  }

  @Test
  void aStoreThatCannotBeOpenedIsClosedUntilItCan() throws IOException {
    try (Workshop shop = new Workshop(directory);
        RestorableStore store = heardStore(shop)) {
      store.apply(List.of(Workshop.write(1, "v", 1)));
      shop.engine.failNextOpening();

      assertEquals(StoreFault.Kind.IO, faultOf(() -> store.reopen(DRAIN)));
      assertEquals(StoreFault.Kind.CLOSED, faultOf(() -> store.read(Workshop.key(1))));
      assertEquals(StoreFault.Kind.CLOSED, faultOf(store::probe));

      store.reopen(DRAIN);
      assertEquals("v", store.read(Workshop.key(1)).orElseThrow().payload().toUtf8());
    }
  }

  @Test
  void whoListensCanRefuseWritesAndIsToldLikeOfAnyFault() throws IOException {
    try (Workshop shop = new Workshop(directory);
        RestorableStore store = heardStore(shop)) {
      ear.refuses = true;

      assertEquals(
          StoreFault.Kind.DISK_FULL,
          faultOf(() -> store.apply(List.of(Workshop.write(1, "v", 1)))));

      assertEquals(List.of(), Workshop.all(store.export(PositionRange.ALL)));
      assertEquals(List.of("failed DISK_FULL"), ear.heard);
    }
  }

  @Test
  void anExchangeIsHeardFromItsBeginToItsEnd() throws IOException {
    try (Workshop shop = new Workshop(directory);
        RestorableStore store = heardStore(shop)) {
      RestorableStore.Exchange nothing =
          new RestorableStore.Exchange() {
            @Override
            public void forward() {}

            @Override
            public void back() {}

            @Override
            public void confirm() {}
          };

      store.exchange(nothing, DRAIN);

      assertEquals(List.of("restoring true", "replaced", "restoring false"), ear.heard);
    }
  }
}
