package network.wcn.adapter.rocksdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The files that RocksDB reads when it opens a database, checked before it does. */
final class LogFiles {
  private LogFiles() {}

  /**
   * Looks for damage.
   *
   * @param data where RocksDB's files are; that one is missing is for RocksDB to tell
   * @param recovery what to do with a damaged write-ahead log
   * @throws network.wcn.port.storage.StoreFault of kind {@code CORRUPT} if there is any
   */
  static void check(Path data, RocksSettings.WalRecovery recovery) throws IOException {
    if (!Files.isDirectory(data)) {
      return;
    }
    Path current = data.resolve("CURRENT");
    if (Files.exists(current)) {
      String named = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
      // A name of another form is for RocksDB to refuse.
      if (named.matches("MANIFEST-[0-9]+") && Files.exists(data.resolve(named))) {
        Path manifest = data.resolve(named);
        refuse(manifest, LogCheck.damage(manifest));
      }
    }
    for (Path log : logs(data)) {
      OptionalLong damage = LogCheck.damage(log);
      switch (recovery) {
        case REFUSE -> refuse(log, damage);
        case KEEP_UNDAMAGED_PREFIX -> {
          if (damage.isPresent()) {
            makeEvident(log, damage.getAsLong());
          }
        }
      }
    }
  }

  private static List<Path> logs(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static void refuse(Path file, OptionalLong damage) {
    if (damage.isPresent()) {
      throw RocksFaults.damagedLog(file, damage.getAsLong());
    }
  }

  /** Gives a damaged record a kind that RocksDB knows, so that it sees the wrong checksum. */
  private static void makeEvident(Path log, long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.seek(at + LogCheck.KIND_OFFSET);
      file.write(LogCheck.WHOLE);
    }
  }
}
