package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.app.db.dump.DumpManifest;
import network.wcn.app.db.dump.DumpReader;
import network.wcn.app.db.dump.DumpSecret;
import network.wcn.app.db.dump.Progress;
import network.wcn.app.db.dump.RecordCounts;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.StoreFault;

/** Makes a database of a dump and proves that it is the one that was backed up. */
final class Unpacking {
  private final StoreEngine engine;
  private final List<DumpSecret> secrets;
  private final Progress progress;

  Unpacking(StoreEngine engine, List<DumpSecret> secrets, Progress progress) {
    this.engine = engine;
    this.secrets = secrets;
    this.progress = progress;
  }

  /**
   * Unpacks {@code dump} to {@code directory}, which is made, and reads every record there.
   *
   * @throws DumpFault if the dump is not sound; {@code directory} may be there in part
   */
  DumpManifest unpack(Path dump, Path directory) {
    DumpManifest manifest;
    try {
      checkSpace(dump, directory);
      Files.createDirectory(directory);
      manifest = new DumpReader(secrets, progress).extract(dump, directory);
    } catch (IOException e) {
      throw new DumpFault(DumpProblem.RESTORE_FAILED, "the dump cannot be unpacked: " + e, e);
    }
    if (!manifest.engine().equals(engine.name())) {
      throw new DumpFault(
          DumpProblem.INVALID_DUMP_FILE,
          "the dump is of the engine " + manifest.engine() + ", this is " + engine.name());
    }
    RecordCounts found = count(directory);
    if (!found.equals(manifest.counts())) {
      throw new DumpFault(
          DumpProblem.INVALID_DUMP_FILE,
          "the dump says it holds " + manifest.counts() + ", there are " + found);
    }
    return manifest;
  }

  private static void checkSpace(Path dump, Path directory) throws IOException {
    long needed = Files.size(dump);
    long free = Files.getFileStore(directory.resolveSibling(".")).getUsableSpace();
    if (free < needed) {
      throw new DumpFault(
          DumpProblem.RESTORE_FAILED,
          "unpacking needs " + needed + " free bytes beside the database, there are " + free);
    }
  }

  private RecordCounts count(Path directory) {
    try {
      return RecordCounts.of(engine.examine(directory));
    } catch (StoreFault fault) {
      throw new DumpFault(
          DumpProblem.INVALID_DUMP_FILE,
          "the dump's database cannot be read: " + fault.getMessage(),
          fault);
    }
  }
}
