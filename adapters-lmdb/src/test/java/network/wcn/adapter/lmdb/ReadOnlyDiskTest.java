package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a read-only disk a database is opened for reading only, and takes writes when it is opened
 * anew on one that can be written to.
 *
 * <p>The disk is a file system in memory in a mount namespace, which root may make and, where user
 * namespaces are allowed, everybody; the scenario runs in a process that lives there.
 */
final class ReadOnlyDiskTest {
  private static final List<List<String>> NAMESPACES =
      List.of(List.of("unshare", "--mount"), List.of("unshare", "--mount", "--map-root-user"));
  private static final String MOUNTED = "mounted";

  @TempDir Path directory;

  /** Returns what the scenario says in the first namespace that can be had. */
  private List<String> run(Path disk) throws IOException {
    List<String> said = new ArrayList<>();
    for (List<String> namespace : NAMESPACES) {
      List<String> command = new ArrayList<>(namespace);
      command.addAll(
          List.of(
              "sh",
              "-c",
              "mount -t tmpfs -o size=64m tmpfs \"$0\" && echo " + MOUNTED + " && exec \"$@\"",
              disk.toString()));
      command.addAll(OtherProcess.java());
      command.addAll(List.of(Scenario.class.getName(), disk.toString()));
      try (OtherProcess process = OtherProcess.start(command)) {
        List<String> lines = process.hearAll();
        if (lines.contains(MOUNTED)) {
          return lines;
        }
        said.addAll(lines);
      }
    }
    assumeTrue(false, "no disk can be mounted here: " + said);
    return said;
  }

  @Test
  void aDatabaseOnItAnswersReadsAndTakesWritesOnceItIsOpenedOnAnother() throws IOException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assertEquals(
        List.of(
            MOUNTED,
            "a database that is not there: READ_ONLY",
            "in the background at first: READ_ONLY",
            "in the background later: nothing",
            "the generation of a record: 1",
            "exported: " + Generations.RECORDS,
            "examined: " + Generations.RECORDS,
            "examined by another process: read true",
            "copied to another disk: " + Generations.RECORDS,
            "a batch: READ_ONLY",
            "a trial: READ_ONLY",
            "a purge: READ_ONLY",
            "a trial on a disk that can be written to: READ_ONLY",
            "a trial once opened anew: nothing",
            "the generation of a record: 2",
            "examined through a read-only mount while it is written: IO",
            "a database of format 1: READ_ONLY"),
        run(disk));
  }

  /** What happens on the disk. */
  static final class Scenario {
    private final Path disk;
    private final Path place;

    private Scenario(Path disk) {
      this.disk = disk;
      place = disk.resolve("store");
    }

    public static void main(String[] arguments) throws Exception {
      new Scenario(Path.of(arguments[0])).run();
    }

    private void run() throws IOException, InterruptedException {
      try (LmdbRecordStore store = Generations.open(place)) {
        Generations.write(store, 1);
      }
      remount("ro");
      tell("a database that is not there", () -> Generations.open(disk.resolve("absent")).close());
      try (LmdbRecordStore store = Generations.open(place)) {
        read(store);
        refuse(store);
        remount("rw");
        tell("a trial on a disk that can be written to", store::probe);
      }
      try (LmdbRecordStore store = Generations.open(place)) {
        tell("a trial once opened anew", store::probe);
        Generations.write(store, 2);
        tellGeneration(store);
        examineUnseen(store);
      }
      Files.writeString(place.resolve("FORMAT"), "wcn-lmdb 1\n");
      remount("ro");
      tell("a database of format 1", () -> Generations.open(place).close());
    }

    /** Examines the database where LMDB can make no entry in the table of its readers. */
    private void examineUnseen(LmdbRecordStore store) throws IOException, InterruptedException {
      Path readOnly = Files.createDirectory(disk.resolveSibling("read-only"));
      mount("--bind", disk.toString(), readOnly.toString());
      mount("-o", "remount,bind,ro", readOnly.toString());
      ExportCursor cursor = Generations.examine(readOnly.resolve(place.getFileName()));
      if (cursor.next().isPresent()) {
        Generations.write(store, 3);
        tell(
            "examined through a read-only mount while it is written",
            () -> tellCount("wrongly examined", cursor));
      }
    }

    private void read(LmdbRecordStore store) throws IOException {
      tell("in the background at first", store::checkBackground);
      tell("in the background later", store::checkBackground);
      tellGeneration(store);
      tellCount("exported", store.export(PositionRange.ALL));
      tellCount("examined", Generations.examine(place));
      try (OtherProcess reader = OtherProcess.start(Generations.Reader.class, place)) {
        System.out.println("examined by another process: " + reader.hear());
      }
      Path copy = disk.resolveSibling("copy");
      store.copyTo(copy);
      tellCount("copied to another disk", Generations.examine(copy));
    }

    private static void refuse(LmdbRecordStore store) {
      tell("a batch", () -> Generations.write(store, 2));
      tell("a trial", store::probe);
      tell("a purge", store::purge);
    }

    private void remount(String way) throws IOException, InterruptedException {
      mount("-o", "remount," + way, disk.toString());
    }

    private static void mount(String... words) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(List.of("mount"));
      command.addAll(List.of(words));
      Process mount = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (mount.waitFor() != 0) {
        throw new IOException(command + " failed: " + said);
      }
    }

    private static void tell(String doing, Runnable done) {
      String met = "nothing";
      try {
        done.run();
      } catch (StoreFault fault) {
        met = fault.kind().toString();
      }
      System.out.println(doing + ": " + met);
    }

    private static void tellGeneration(LmdbRecordStore store) {
      String value = store.read(Generations.key(7)).orElseThrow().payload().toUtf8();
      System.out.println("the generation of a record: " + value.strip());
    }

    private static void tellCount(String doing, ExportCursor cursor) {
      int count = 0;
      try (cursor) {
        while (cursor.next().isPresent()) {
          count++;
        }
      }
      System.out.println(doing + ": " + count);
    }
  }
}
