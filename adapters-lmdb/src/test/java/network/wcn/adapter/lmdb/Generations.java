package network.wcn.adapter.lmdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;

/** Records that are all written anew at once, again and again; and programs that do so. */
final class Generations {
  static final int RECORDS = 2_000;
  static final LmdbSettings SETTINGS = new LmdbSettings(16, 0, Retention.STANDARD);
  static final long NOW = 1_770_000_000L;
  private static final int VALUE_BYTES = 200;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));

  private Generations() {}

  static LmdbRecordStore open(Path directory) {
    return LmdbRecordStore.open(directory, SETTINGS, () -> NOW * 1_000_000);
  }

  static ExportCursor examine(Path directory) {
    return new LmdbStoreEngine(SETTINGS, () -> NOW * 1_000_000).examine(directory);
  }

  static RecordKey key(int number) {
    return new RecordKey.Single(NAMESPACE, Bytes.utf8("key" + number));
  }

  static StoredRecord record(int generation) {
    return StoredRecord.value(
        Bytes.utf8(("%-" + VALUE_BYTES + "d").formatted(generation)),
        new Expiration(NOW + 86_400),
        new RecordVersion(NOW * 1_000_000 + generation));
  }

  /** Writes every record in one batch. */
  static void write(LmdbRecordStore store, int generation) {
    List<Merge> batch = new ArrayList<>(RECORDS);
    for (int i = 0; i < RECORDS; i++) {
      batch.add(new Merge(key(i), record(generation)));
    }
    store.apply(batch);
  }

  static double fileBytes(LmdbRecordStore store) {
    return figure(store, "wcn_lmdb_file_bytes");
  }

  static double figure(LmdbRecordStore store, String name) {
    return store.figures().stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /** Writes the generation that each line names, up to which all are written. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      try (LmdbRecordStore store = open(Path.of(arguments[0]));
          BufferedReader lines = lines()) {
        int written = 0;
        for (String line = "1"; line != null; line = lines.readLine()) {
          while (written < Integer.parseInt(line)) {
            written++;
            write(store, written);
          }
          System.out.println("wrote " + written);
        }
      }
    }
  }

  /** Reads one record of an examination and goes no further. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) throws IOException {
      try (ExportCursor cursor = examine(Path.of(arguments[0]));
          BufferedReader lines = lines()) {
        Optional<ExportedRecord> first = cursor.next();
        System.out.println("read " + first.isPresent());
        lines.readLine();
      }
    }
  }

  private static BufferedReader lines() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }
}
