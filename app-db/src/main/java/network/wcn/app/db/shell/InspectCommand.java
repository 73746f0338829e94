package network.wcn.app.db.shell;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.wcn.app.db.dump.FileTree;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.time.WallClock;
import picocli.CommandLine.Command;

/** {@code wcn-db inspect}: what a database holds. */
@Command(
    name = "inspect",
    description = {
      "Prints counts, sizes and versions per namespace.",
      "Reads every record once and writes nothing. Works beside a running server, too, which shows",
      "what is in its files; should it tidy up one of them meanwhile, say it again."
    },
    mixinStandardHelpOptions = true)
final class InspectCommand extends Verb {
  @Override
  int run() {
    ShellSettings settings = place().settings();
    LocalDatabase.requireThere(settings);
    ProgressLine progress = progress("Inspecting");
    Map<String, NamespaceFigures> found = progress.during(() -> walk(settings, progress));
    long bytes = sizeBytes(settings);
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("directory", settings.directory().toString())
            .put("engine", settings.engineName())
            .put("file_bytes", bytes);
    ObjectNode namespaces = json.putObject("namespaces");
    found.forEach((namespace, figures) -> namespaces.set(namespace, figures.json()));
    answer(
        String.format(
                "%s: %s, %,d bytes of files, %d namespaces",
                settings.directory(), settings.engineName(), bytes, found.size())
            + found.entrySet().stream()
                .map(entry -> "\n" + entry.getKey() + "\n" + entry.getValue().text())
                .collect(Collectors.joining()),
        json);
    return ShellStatus.DONE;
  }

  private static Map<String, NamespaceFigures> walk(ShellSettings settings, ProgressLine progress) {
    Map<String, NamespaceFigures> found = new TreeMap<>();
    long now = WallClock.system().unixSeconds();
    try (ExportCursor cursor = settings.engine().examine(settings.directory())) {
      for (Optional<ExportedRecord> next = cursor.next(); next.isPresent(); next = cursor.next()) {
        String namespace = next.get().key().namespace().toString();
        found.computeIfAbsent(namespace, _ -> new NamespaceFigures()).add(next.get(), now);
        progress.seen();
      }
    }
    return found;
  }

  private static long sizeBytes(ShellSettings settings) {
    try {
      return FileTree.sizeBytes(settings.directory());
    } catch (IOException e) {
      throw new VerbFailed(
          ShellStatus.FAILED, "the size of " + settings.directory() + " is unknown: " + e, e);
    }
  }
}
