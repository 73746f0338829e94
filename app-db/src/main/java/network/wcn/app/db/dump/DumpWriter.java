package network.wcn.app.db.dump;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.ops.DumpProblem;

/** Writes the files of a directory as a dump. See the package for the form. */
public final class DumpWriter {
  static final int FILE = 1;
  static final int MANIFEST = 2;
  private static final int BUFFER_BYTES = 256 << 10;

  private final Optional<DumpSecret> secret;
  private final Throttle throttle;
  private final Progress progress;

  /**
   * Makes a writer.
   *
   * @param secret what the dump is encrypted with, if at all
   * @param throttle limits how fast files are read
   */
  public DumpWriter(Optional<DumpSecret> secret, Throttle throttle, Progress progress) {
    this.secret = secret;
    this.throttle = throttle;
    this.progress = progress;
  }

  /** What a dump says about itself but its files. */
  public record Origin(
      String engine, int engineFormat, Instant createdAt, String writer, RecordCounts counts) {}

  /**
   * Writes all files below {@code directory} to {@code target}, which does not exist yet and is on
   * stable storage when this returns.
   *
   * @throws DumpFault if that fails; {@code target} may be there in part
   */
  public DumpManifest write(Path directory, Origin origin, Path target) {
    Optional<DumpKey> key = secret.map(DumpKey::fresh);
    DumpHeader header = key.map(DumpHeader::encrypted).orElseGet(DumpHeader::plain);
    ChunkSeal seal =
        key.<ChunkSeal>map(derived -> new GcmSeal(derived, header.encode()))
            .orElseGet(() -> new DigestSeal(header.encode()));
    try (FileChannel file =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES))) {
      out.write(header.encode().unsafeArray());
      ChunkOutput chunks = new ChunkOutput(out, seal);
      DumpManifest manifest = writeContent(directory, origin, new DataOutputStream(chunks));
      chunks.finish();
      file.force(true);
      return manifest;
    } catch (IOException e) {
      throw new DumpFault(DumpProblem.DUMP_FAILED, "the dump cannot be written: " + e, e);
    }
  }

  private DumpManifest writeContent(Path directory, Origin origin, DataOutputStream out)
      throws IOException {
    List<Path> files = FileTree.filesOf(directory);
    long total = FileTree.sizeBytes(directory);
    List<DumpManifest.Entry> entries = new ArrayList<>();
    for (Path file : files) {
      entries.add(writeFile(directory.relativize(file).toString(), file, total, out));
    }
    DumpManifest manifest =
        new DumpManifest(
            origin.engine(),
            origin.engineFormat(),
            origin.createdAt(),
            origin.writer(),
            origin.counts(),
            entries);
    Bytes json = manifest.encode();
    out.writeByte(MANIFEST);
    out.writeInt(json.size());
    out.write(json.unsafeArray());
    return manifest;
  }

  private DumpManifest.Entry writeFile(String path, Path file, long total, DataOutputStream out)
      throws IOException {
    Bytes name = Bytes.utf8(path);
    long size = Files.size(file);
    out.writeByte(FILE);
    out.writeShort(name.size());
    out.write(name.unsafeArray());
    out.writeLong(size);
    MessageDigest digest = Sha256.begin();
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = size;
    try (InputStream in = Files.newInputStream(file)) {
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException(path + " became shorter while it was read");
        }
        throttle.take(read);
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        progress.moved(read, total);
        left -= read;
      }
    }
    return new DumpManifest.Entry(path, size, Bytes.wrap(digest.digest()));
  }
}
