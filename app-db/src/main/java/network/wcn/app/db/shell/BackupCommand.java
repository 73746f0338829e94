package network.wcn.app.db.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import network.wcn.app.db.backup.Backups;
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.backup.DumpRowJson;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.app.db.dump.DumpManifest;
import network.wcn.domain.ops.DumpRow;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.StoreFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wcn-db backup}: make, list, prove and restore dumps. */
@Command(
    name = "backup",
    description = "Makes, lists, verifies and restores dumps.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BackupCommand.Now.class,
      BackupCommand.ListDumps.class,
      BackupCommand.Verify.class,
      BackupCommand.RestoreDump.class
    })
final class BackupCommand implements Runnable {
  private static final double MILLIS_PER_SECOND = 1000;
  private static final String PATH = "dump_path";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "now, list, verify or restore?");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Command(
      name = "now",
      description = {
        "Makes a dump now.",
        "Through the admin port if a process holds the database, else from the directory itself.",
        "Dumps older than the retention are removed afterwards."
      },
      mixinStandardHelpOptions = true)
  static final class Now extends Verb {
    @Override
    int run() {
      ShellSettings settings = place().settings();
      StoreEngine engine = settings.engine();
      ProgressLine progress = progress("Backing up");
      JsonNode made =
          progress.during(() -> {
            Optional<RestorableStore> open = LocalDatabase.open(settings, engine);
            if (open.isEmpty()) {
              return settings.server().post("/db_dump/v1", settings.server().body());
            }
            try (RestorableStore store = open.get()) {
              Backups backups = settings.backups(engine);
              DumpRow row = backups.backUp(store, progress);
              return object()
                  .put("dumpId", row.id())
                  .put("dumpPath", backups.pathOf(row).toString())
                  .put("dumpSize", row.meta().sizeBytes())
                  .put("dumpDuration", row.meta().durationMillis() / MILLIS_PER_SECOND);
            }
          });
      answer(
          made.path("dumpPath").asText()
              + ", "
              + made.path("dumpSize").asLong()
              + " bytes, "
              + made.path("dumpDuration").asDouble()
              + " s",
          made);
      return ShellStatus.DONE;
    }
  }

  @Command(
      name = "list",
      description = "Lists the dumps of the dump directory's catalogue, the newest first.",
      mixinStandardHelpOptions = true)
  static final class ListDumps extends Verb {
    @Override
    int run() {
      DumpDirectory dumps = place().settings().dumps();
      List<DumpRow> rows = dumps.catalog().rows().reversed();
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      rows.forEach(row -> all.add(DumpRowJson.write(row, dumps.pathOf(row).toString())));
      answer(
          rows.isEmpty()
              ? "There are no dumps."
              : rows.stream()
                  .map(row ->
                      row.createdAt()
                          + "  "
                          + row.status()
                          + "  "
                          + row.meta().sizeBytes()
                          + " bytes  "
                          + dumps.pathOf(row)
                          + row.meta().error().map(error -> "  (" + error + ")").orElse(""))
                  .collect(Collectors.joining("\n")),
          object().set("dumps", all));
      return ShellStatus.DONE;
    }
  }

  @Command(
      name = "verify",
      description = {
        "Proves that a dump can be restored.",
        "Unpacks it into a scratch directory beside it and compares checksums and counts with what",
        "the dump says; the database is not touched."
      },
      mixinStandardHelpOptions = true)
  static final class Verify extends Verb {
    @Parameters(
        paramLabel = "DUMP",
        description = "File name or path of a dump in the dump directory.")
    private String dump = "";

    @Override
    int run() {
      ShellSettings settings = place().settings();
      ProgressLine progress = progress("Verifying");
      DumpManifest found =
          progress.during(
              () -> settings.backups(settings.engine()).verify(Optional.of(dump), progress));
      answer(
          dump
              + " is sound: "
              + found.files().size()
              + " files, "
              + found.sizeBytes()
              + " bytes, "
              + found.counts().singles()
              + " records and "
              + found.counts().fields()
              + " fields of "
              + found.createdAt(),
          object()
              .put(PATH, dump)
              .put("engine", found.engine())
              .put("engine_format", found.engineFormat())
              .put("created_at", found.createdAt().toString())
              .put("files", found.files().size())
              .put("bytes", found.sizeBytes())
              .put("singles", found.counts().singles())
              .put("fields", found.counts().fields()));
      return ShellStatus.DONE;
    }
  }

  @Command(
      name = "restore",
      description = {
        "Puts a dump in the place of the database.",
        "Through the admin port if a process holds it, else in the directory itself. What was there",
        "is kept beside it until the next backup.",
        "Take the maintenance permit first, and never restore more than two operators of one",
        "keyspace within 30 days: deletions that a dump does not know may come back.",
        "Then wcn-node resync fetches what is newer from the other operators."
      },
      mixinStandardHelpOptions = true)
  static final class RestoreDump extends Verb {
    @Parameters(
        paramLabel = "DUMP",
        description = "File name, or path as the server sees it, of a dump in its dump directory.")
    private String dump = "";

    @Override
    int run() {
      ShellSettings settings = place().settings();
      ProgressLine progress = progress("Restoring");
      String restored = progress.during(() -> restore(settings, progress));
      answer("Restored " + restored, object().put(PATH, restored));
      return ShellStatus.DONE;
    }

    private String restore(ShellSettings settings, ProgressLine progress) {
      StoreEngine engine = settings.engine();
      if (Files.notExists(settings.directory())) {
        // A new machine begins this way, and nobody can have it open.
        return restoreAlone(settings, engine, progress);
      }
      Optional<RestorableStore> open;
      try {
        open = LocalDatabase.openOrMake(settings, engine);
      } catch (StoreFault damaged) {
        if (damaged.kind() != StoreFault.Kind.CORRUPT) {
          throw damaged;
        }
        // That is what a dump is for.
        return restoreAlone(settings, engine, progress);
      }
      if (open.isEmpty()) {
        ObjectNode body = settings.server().body().put(PATH, dump);
        return settings.server().post("/db_dump/v1/restore", body).path(PATH).asText();
      }
      try (RestorableStore store = open.get()) {
        return settings
            .backups(engine)
            .restore(Optional.of(store), Optional.of(dump), progress)
            .toString();
      }
    }

    private String restoreAlone(ShellSettings settings, StoreEngine engine, ProgressLine progress) {
      return settings
          .backups(engine)
          .restore(Optional.empty(), Optional.of(dump), progress)
          .toString();
    }
  }
}
