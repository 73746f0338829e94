package network.wcn.bench.crash;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What kills did to a database.
 *
 * @param kills how many, those of a database that was still starting included
 * @param acknowledged writes
 * @param checked of them, those that were found, or a newer one of the same key
 * @param inDoubt writes without an answer, of which either outcome is right
 * @param losses what was wrong, a sentence for each record or map
 */
public record CrashReport(
    CrashSettings settings,
    int kills,
    long acknowledged,
    long checked,
    long inDoubt,
    List<String> losses)
    implements FaultReport {
  public CrashReport {
    losses = List.copyOf(losses);
  }

  /** {@inheritDoc} Here: everything that was acknowledged was found. */
  @Override
  public boolean isClean() {
    return losses.isEmpty() && checked == acknowledged;
  }

  /** Returns the summary in one line. */
  public String summary() {
    return "engine %s, seed %d, in doubt %d, kills %d, acknowledged %d, checked %d, lost: %d"
        .formatted(
            settings.engine().setting(),
            settings.seed(),
            inDoubt,
            kills,
            acknowledged,
            checked,
            losses.size());
  }

  /** {@inheritDoc} At most twenty losses are shown. */
  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    FaultReport.shown(losses).forEach(each -> text.append("lost: ").append(each).append('\n'));
    return text.append(summary()).toString();
  }

  @Override
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("engine", settings.engine().setting());
    object.put("seed", settings.seed());
    object.put("clients", settings.clients());
    object.put("kills", kills);
    object.put("acknowledged", acknowledged);
    object.put("checked", checked);
    object.put("in_doubt", inDoubt);
    object.put("lost", losses.size());
    object.put("losses", FaultReport.shown(losses));
    return object;
  }
}
