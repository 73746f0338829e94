package network.wcn.app.db.backup;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import network.wcn.adapter.rocksdb.RocksSettings;
import network.wcn.adapter.rocksdb.RocksStoreEngine;
import network.wcn.app.base.environment.Environment;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/** A real database with dumps in a directory, and a clock that stands still until it is set. */
public final class Workshop implements AutoCloseable {
  /** 18 September 2025, noon. */
  public static final long NOON = 1_758_196_800;

  static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 7);

  public final Path database;
  public final Path dumpDirectory;
  public final FragileEngine engine;
  public final RestorableStore store;
  final AtomicLong clockSeconds = new AtomicLong(NOON);
  private final Map<String, String> variables = new HashMap<>();

  /** Opens one on RocksDB, with more variables of the environment. */
  public Workshop(Path directory, String... pairs) throws IOException {
    this(directory, Workshop::rocks, pairs);
  }

  Workshop(Path directory, Function<WallClock, StoreEngine> kind, String... pairs)
      throws IOException {
    database = directory.resolve("rocksdb");
    dumpDirectory = directory.resolve("dumps");
    engine = new FragileEngine(kind.apply(this::micros));
    variables.put("DUMP_DIR", dumpDirectory.toString());
    variables.put("BACKUP_RATE_LIMIT_BYTES_PER_SEC", "0");
    variables.put("BACKUP_SELF_TEST_ON_START", "false");
    Path secret = directory.resolve("secret");
    Files.writeString(secret, "correct horse battery staple\n");
    variables.put("ENCRYPTION_SECRET_FILE_PATH", secret.toString());
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    store = new RestorableStore(engine, database, StoreListener.NONE);
  }

  private static StoreEngine rocks(WallClock clock) {
    RocksSettings settings =
        RocksSettings.builder(2)
            .blockCacheBytes(16 << 20)
            .rowCacheBytes(1 << 20)
            .writeBufferBytes(1 << 20)
            .writeBuffers(4)
            .backgroundBytesPerSecond(0)
            .build();
    return new RocksStoreEngine(settings, clock, Metrics.none());
  }

  private long micros() {
    return clockSeconds.get() * 1_000_000;
  }

  /** An engine whose next opening can be made to fail, and that can claim to need much space. */
  public static final class FragileEngine implements StoreEngine {
    private final StoreEngine engine;
    private final AtomicBoolean fails = new AtomicBoolean();
    private final AtomicLong copyBytes = new AtomicLong(-1);

    FragileEngine(StoreEngine engine) {
      this.engine = engine;
    }

    public void failNextOpening() {
      fails.set(true);
    }

    /** From the next opening on, copies take so much space, as they say. */
    void claimCopyBytes(long bytes) {
      copyBytes.set(bytes);
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public int formatVersion() {
      return engine.formatVersion();
    }

    @Override
    public CopyableStore open(Path directory) {
      if (fails.getAndSet(false)) {
        throw new StoreFault(StoreFault.Kind.IO, "opening fails, as it was told to");
      }
      CopyableStore store = engine.open(directory);
      return copyBytes.get() < 0 ? store : claiming(store, copyBytes.get());
    }

    private static CopyableStore claiming(CopyableStore store, long bytes) {
      return (CopyableStore)
          Proxy.newProxyInstance(
              Workshop.class.getClassLoader(),
              new Class<?>[] {CopyableStore.class},
              (_, method, arguments) ->
                  method.getName().equals("copyBytes") ? bytes : method.invoke(store, arguments));
    }

    @Override
    public ExportCursor examine(Path directory) {
      return engine.examine(directory);
    }
  }

  public Environment environment() {
    return new Environment(variables);
  }

  BackupSettings settings() {
    Environment environment = environment();
    return environment.finish(BackupSettings.from(environment));
  }

  Backups backups() {
    return backups(Metrics.none());
  }

  Backups backups(Metrics metrics) {
    return new Backups(
        engine,
        database,
        DumpDirectory.open(dumpDirectory),
        settings(),
        metrics,
        this::micros,
        Ticker.system());
  }

  public static RecordKey key(int number) {
    return number % 2 == 0
        ? new RecordKey.Single(NAMESPACE, Bytes.utf8("key" + number))
        : new RecordKey.Field(
            NAMESPACE, Bytes.utf8("map" + number % 100), Bytes.utf8("field" + number));
  }

  /** A write of {@code value} in second {@code version} after noon that lives for a day. */
  public static Merge write(int number, String value, int version) {
    return new Merge(
        key(number),
        StoredRecord.value(
            Bytes.utf8(value),
            new Expiration(NOON + 86_400),
            new RecordVersion((NOON + version) * 1_000_000)));
  }

  public void fill(int count, String value, int version) {
    List<Merge> merges = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      merges.add(write(number, value, version));
    }
    store.apply(merges);
  }

  public String valueOf(int number) {
    return store.read(key(number)).map(record -> record.payload().toUtf8()).orElse("(nothing)");
  }

  public static List<ExportedRecord> all(ExportCursor cursor) {
    List<ExportedRecord> all = new ArrayList<>();
    try (cursor) {
      for (Optional<ExportedRecord> next = cursor.next(); next.isPresent(); next = cursor.next()) {
        all.add(next.get());
      }
    }
    return all;
  }

  @Override
  public void close() {
    store.close();
  }
}
