package network.wcn.bench.crash;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a database did on a full disk.
 *
 * @param disk that was filled
 * @param notes what each filling came to, a line each
 * @param acknowledged writes
 * @param checked of them, those that were found at the end, or a newer one of the same record
 * @param refusals how many writes were refused for which reason
 * @param readWhileFull reads that were answered rightly while the disk was full
 * @param faults what was wrong, a sentence each
 */
public record DiskFullReport(
    DiskFullSettings settings,
    String disk,
    List<String> notes,
    long acknowledged,
    long checked,
    Map<String, Long> refusals,
    long readWhileFull,
    List<String> faults)
    implements FaultReport {
  public DiskFullReport {
    notes = List.copyOf(notes);
    refusals = Map.copyOf(refusals);
    faults = List.copyOf(faults);
  }

  @Override
  public boolean isClean() {
    return faults.isEmpty() && checked == acknowledged;
  }

  private long refused() {
    return refusals.values().stream().mapToLong(Long::longValue).sum();
  }

  private String summary() {
    return "engine %s, seed %d, disk full %d times, acknowledged %d, refused while full %d, read while full %d, checked %d, wrong: %d"
        .formatted(
            settings.engine().setting(),
            settings.seed(),
            notes.size(),
            acknowledged,
            refused(),
            readWhileFull,
            checked,
            faults.size());
  }

  /** {@inheritDoc} At most twenty faults are shown. */
  @Override
  public String text() {
    StringBuilder text = new StringBuilder("disk: " + disk + "\n");
    notes.forEach(note -> text.append(note).append('\n'));
    FaultReport.shown(faults).forEach(each -> text.append("wrong: ").append(each).append('\n'));
    return text.append(summary()).toString();
  }

  @Override
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("engine", settings.engine().setting());
    object.put("seed", settings.seed());
    object.put("clients", settings.clients());
    object.put("disk", disk);
    object.put("notes", notes);
    object.put("acknowledged", acknowledged);
    object.put("checked", checked);
    object.put("refused_while_full", refused());
    object.put("refusals", refusals);
    object.put("read_while_full", readWhileFull);
    object.put("wrong", faults.size());
    object.put("faults", FaultReport.shown(faults));
    return object;
  }
}
