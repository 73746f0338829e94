package network.wcn.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.wcn.app.db.dump.FileTree;
import network.wcn.bench.BenchJava;
import network.wcn.bench.storage.Links;

/**
 * Fills the disk of a database while clients write to it, frees it, and looks whether the database
 * does what it promises: on a full disk it refuses writes with a clear error, answers reads, is
 * alive and says why it is not ready; then it is ready again by itself and takes writes; and no
 * acknowledged write is ever lost.
 *
 * <p>The disk is filled three times: down to the reserve that the database keeps by itself, to the
 * last byte, and to the last byte with a kill (SIGKILL) and a start while it is full. A mounted one
 * is then made read-only before the database starts.
 */
public final class DiskFullTest {
  private static final String PASSING = "NETWORK: ";

  private final Supplier<BenchJava> java;
  private final Path directory;
  private final DiskFullSettings settings;
  private final Tally tally = new Tally();

  /**
   * @param java runs a database; asked for each, since the first leaves what makes others faster
   * @param directory does not exist; made, and removed unless something was wrong
   */
  public DiskFullTest(Supplier<BenchJava> java, Path directory, DiskFullSettings settings) {
    this.java = java;
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * Does all of it.
   *
   * @param told hears of every filling
   * @throws IOException if there is no disk to fill, or a database does not start again or does not
   *     answer
   */
  public DiskFullReport run(Consumer<String> told) throws IOException, InterruptedException {
    Files.createDirectory(directory);
    Path place = Files.createDirectory(directory.resolve("disk"));
    List<String> notes = new ArrayList<>();
    String description;
    try (SmallDisk disk = SmallDisk.of(settings.disk(), place);
        Links links = new Links();
        Health health = new Health()) {
      description = disk.description();
      told.accept("Filling " + description);
      TriedDatabase tried = new TriedDatabase(java, directory, settings.engine());
      Filling filling = new Filling(tried, disk, settings, links, health, tally);
      for (Filling.Round round : Filling.Round.values()) {
        notes.add(filling.run(round));
        told.accept(notes.getLast());
      }
      if (disk.isOwn()) {
        notes.add(filling.startReadOnly());
        told.accept(notes.getLast());
      }
      filling.checkAtTheEnd();
    }
    DiskFullReport report = report(description, notes);
    if (report.isClean()) {
      FileTree.remove(directory);
    }
    return report;
  }

  private DiskFullReport report(String disk, List<String> notes) {
    tally.refusals().keySet().stream()
        .filter(reason -> !reason.equals(Filling.DISK_FULL) && !reason.startsWith(PASSING))
        .forEach(reason -> tally.wrong("a write was refused with \"" + reason + "\""));
    return new DiskFullReport(
        settings,
        disk,
        notes,
        tally.acknowledgedCount(),
        tally.checkedCount(),
        tally.refusals(),
        tally.lookedCount(),
        tally.losses());
  }
}
