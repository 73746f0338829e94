package network.wcn.bench.storage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a {@link StorageBench} found. */
public final class StorageReport {
  private final String setting;
  private final List<Figure> engines;
  private final List<Figure> server;
  private final List<Figure> transfers;

  StorageReport(String setting, List<Figure> engines, List<Figure> server, List<Figure> transfers) {
    this.setting = setting;
    this.engines = List.copyOf(engines);
    this.server = List.copyOf(server);
    this.transfers = List.copyOf(transfers);
  }

  List<Figure> engines() {
    return engines;
  }

  List<Figure> server() {
    return server;
  }

  List<Figure> transfers() {
    return transfers;
  }

  /** Returns a table for people of each part that was measured, in Markdown. */
  public String text() {
    return setting
        + table("Engines, called directly", engines)
        + table("A database as a server", server)
        + table("Bulk transfers", transfers);
  }

  private static String table(String title, List<Figure> figures) {
    if (figures.isEmpty()) {
      return "";
    }
    return "\n\n"
        + title
        + ":\n\n"
        + Figure.heading()
        + figures.stream().map(Figure::row).collect(Collectors.joining("\n"));
  }

  /** Returns the same for programs. */
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("setting", setting);
    object.put("engines", objects(engines));
    object.put("server", objects(server));
    object.put("transfers", objects(transfers));
    return object;
  }

  private static List<Map<String, Object>> objects(List<Figure> figures) {
    return figures.stream().map(Figure::object).toList();
  }
}
