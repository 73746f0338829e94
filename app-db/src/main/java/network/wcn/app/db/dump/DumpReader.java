package network.wcn.app.db.dump;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import network.wcn.domain.Bytes;
import network.wcn.domain.ops.DumpProblem;

/** Writes what a dump holds to a directory, and believes none of it before it was checked. */
public final class DumpReader {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int MOST_FILES = 1_000_000;
  private static final int LONGEST_MANIFEST_BYTES = 256 << 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final List<DumpSecret> secrets;
  private final Progress progress;

  /**
   * Makes a reader.
   *
   * @param secrets to be tried in this order
   */
  public DumpReader(List<DumpSecret> secrets, Progress progress) {
    this.secrets = List.copyOf(secrets);
    this.progress = progress;
  }

  /**
   * Writes the files of {@code dump} below {@code directory}, which is empty; all of it is on
   * stable storage when this returns.
   *
   * @return what the dump says about itself, found true as far as its files go
   * @throws DumpFault if the dump is damaged, changed or of another secret, or the files cannot be
   *     written; {@code directory} may hold some of them
   */
  public DumpManifest extract(Path dump, Path directory) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(dump), BUFFER_BYTES))) {
      ChunkSeal seal = DumpHeader.read(in).seal(secrets);
      DataInputStream content = new DataInputStream(new ChunkInput(in, seal));
      return extract(content, Files.size(dump), directory);
    } catch (EOFException _) {
      throw DumpFault.invalid("the dump ends before its manifest");
    } catch (IOException e) {
      throw new DumpFault(
          DumpProblem.DUMP_FILE_ACCESS_ERROR, "the dump cannot be read or unpacked: " + e, e);
    }
  }

  private DumpManifest extract(DataInputStream in, long dumpBytes, Path directory)
      throws IOException {
    List<DumpManifest.Entry> found = new ArrayList<>();
    for (int kind = in.readUnsignedByte(); kind == DumpWriter.FILE; kind = in.readUnsignedByte()) {
      if (found.size() == MOST_FILES) {
        throw DumpFault.invalid("the dump has more than " + MOST_FILES + " files");
      }
      found.add(extractFile(in, dumpBytes, directory));
    }
    int size = in.readInt();
    if (size < 0 || size > Math.min(dumpBytes, LONGEST_MANIFEST_BYTES)) {
      throw DumpFault.invalid("the manifest claims to have " + size + " bytes");
    }
    byte[] json = new byte[size];
    in.readFully(json);
    if (in.read() >= 0) {
      throw DumpFault.invalid("the dump goes on after its manifest");
    }
    DumpManifest manifest = DumpManifest.decode(json);
    if (!manifest.files().equals(found)) {
      throw DumpFault.invalid("the dump's files are not those of its manifest");
    }
    syncDirectories(directory);
    return manifest;
  }

  private DumpManifest.Entry extractFile(DataInputStream in, long dumpBytes, Path directory)
      throws IOException {
    byte[] name = new byte[in.readUnsignedShort()];
    in.readFully(name);
    String path = Bytes.wrap(name).toUtf8();
    long size = in.readLong();
    if (size < 0 || size > dumpBytes) {
      throw DumpFault.invalid("a file of the dump claims to have " + size + " bytes");
    }
    Path file = directory.resolve(checkedPath(path));
    Files.createDirectories(file.resolveSibling("."));
    MessageDigest digest = Sha256.begin();
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = size; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException(path);
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        progress.moved(read, dumpBytes);
        left -= read;
      }
      channel.force(true);
    }
    return new DumpManifest.Entry(path, size, Bytes.wrap(digest.digest()));
  }

  /** Names of files come from outside: none may lead out of the directory. */
  private static String checkedPath(String path) {
    for (String part : path.split("/", -1)) {
      if (!NAME.matcher(part).matches()) {
        throw DumpFault.invalid("the dump holds a file with the path \"" + path + "\"");
      }
    }
    return path;
  }

  private static void syncDirectories(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (Path each : all.filter(Files::isDirectory).toList()) {
        FileTree.sync(each);
      }
    }
  }
}
