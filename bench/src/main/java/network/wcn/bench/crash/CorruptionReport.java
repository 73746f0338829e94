package network.wcn.bench.crash;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a database did with damaged files.
 *
 * @param acknowledged writes that it holds
 * @param byKind what came of the flipped bits of each kind of file
 * @param faults what was wrong, a sentence each
 */
public record CorruptionReport(
    CorruptionSettings settings,
    long acknowledged,
    Map<String, Outcomes> byKind,
    List<String> faults)
    implements FaultReport {
  /**
   * What came of flipped bits.
   *
   * @param refused the database did not open, and said why
   * @param met some reads were refused, and the database said that it is damaged
   * @param harmless everything was answered as before
   */
  public record Outcomes(int refused, int met, int harmless) {
    static final Outcomes NONE = new Outcomes(0, 0, 0);

    Outcomes plus(Outcomes other) {
      return new Outcomes(refused + other.refused, met + other.met, harmless + other.harmless);
    }

    @Override
    public String toString() {
      return "detected at open %d, detected at read %d, harmless %d"
          .formatted(refused, met, harmless);
    }
  }

  public CorruptionReport {
    byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    faults = List.copyOf(faults);
  }

  @Override
  public boolean isClean() {
    return faults.isEmpty();
  }

  private Outcomes all() {
    return byKind.values().stream().reduce(Outcomes.NONE, Outcomes::plus);
  }

  /** {@inheritDoc} At most twenty faults are shown. */
  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    byKind.forEach((kind, outcomes) -> text.append("%s: %s%n".formatted(kind, outcomes)));
    FaultReport.shown(faults).forEach(each -> text.append("wrong: ").append(each).append('\n'));
    return text.append(
            "engine %s, seed %d, acknowledged %d, flips %d, %s, wrong: %d"
                .formatted(
                    settings.engine().setting(),
                    settings.seed(),
                    acknowledged,
                    settings.flips(),
                    all(),
                    faults.size()))
        .toString();
  }

  @Override
  public Map<String, Object> object() {
    Map<String, Object> kinds = new LinkedHashMap<>();
    byKind.forEach((kind, outcomes) -> kinds.put(kind, object(outcomes)));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("engine", settings.engine().setting());
    object.put("seed", settings.seed());
    object.put("clients", settings.clients());
    object.put("acknowledged", acknowledged);
    object.put("flips", settings.flips());
    object.putAll(object(all()));
    object.put("wrong", faults.size());
    object.put("kinds", kinds);
    object.put("faults", FaultReport.shown(faults));
    return object;
  }

  private static Map<String, Object> object(Outcomes outcomes) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("detected_at_open", outcomes.refused);
    object.put("detected_at_read", outcomes.met);
    object.put("harmless", outcomes.harmless);
    return object;
  }
}
