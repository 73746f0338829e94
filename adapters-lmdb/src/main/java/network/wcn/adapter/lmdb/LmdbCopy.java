package network.wcn.adapter.lmdb;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.StoreDirectory;
import org.lmdbjava.CopyFlags;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;

/** A copy of an open database, without its unused pages. */
final class LmdbCopy {
  private LmdbCopy() {}

  /** Makes a copy in {@code target} and returns it; the caller keeps the database open. */
  static Path of(Env<ByteBuffer> env, Path target) {
    if (Files.exists(target)) {
      throw new StoreFault(StoreFault.Kind.IO, "a copy is made anew, but " + target + " exists");
    }
    StoreDirectory.make(target, LmdbStoreEngine.FORMAT, data -> copy(env, data));
    return target;
  }

  private static void copy(Env<ByteBuffer> env, Path data) {
    try {
      File into = Files.createDirectory(data).toFile();
      env.copy(into, CopyFlags.MDB_CP_COMPACT);
    } catch (IOException e) {
      throw StoreDirectory.failed("copying to " + data, e);
    } catch (LmdbException e) {
      throw LmdbFaults.of("copying to " + data, e);
    }
  }
}
