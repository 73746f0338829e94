package network.wcn.bench;

import java.util.List;
import java.util.SplittableRandom;

/** Which operation comes next: one kind only, or a mix of all twelve. */
final class OperationMix {
  private static final List<OperationKind> SINGLE_READS =
      weighted(OperationKind.GET, 9, OperationKind.GET_EXP, 1);
  private static final List<OperationKind> SINGLE_WRITES =
      weighted(OperationKind.SET, 8, OperationKind.SET_EXP, 1, OperationKind.DEL, 1);
  private static final List<OperationKind> MAP_READS =
      weighted(
          OperationKind.HGET,
          7,
          OperationKind.HSCAN,
          1,
          OperationKind.HCARD,
          1,
          OperationKind.HGET_EXP,
          1);
  private static final List<OperationKind> MAP_WRITES =
      weighted(OperationKind.HSET, 8, OperationKind.HSET_EXP, 1, OperationKind.HDEL, 1);

  private final LoadSettings settings;

  OperationMix(LoadSettings settings) {
    this.settings = settings;
  }

  private static List<OperationKind> weighted(Object... kindsAndWeights) {
    List<OperationKind> kinds = new java.util.ArrayList<>();
    for (int i = 0; i < kindsAndWeights.length; i += 2) {
      for (int times = 0; times < (Integer) kindsAndWeights[i + 1]; times++) {
        kinds.add((OperationKind) kindsAndWeights[i]);
      }
    }
    return List.copyOf(kinds);
  }

  /** Returns the share of operations on maps, 0 to 100. */
  int mapPercent() {
    return settings.only().map(kind -> kind.isOfMap() ? 100 : 0).orElse(settings.mapPercent());
  }

  OperationKind next(SplittableRandom random) {
    if (settings.only().isPresent()) {
      return settings.only().get();
    }
    boolean isOfMap = random.nextInt(100) < settings.mapPercent();
    boolean isRead = random.nextInt(100) < settings.readPercent();
    List<OperationKind> kinds =
        isOfMap ? (isRead ? MAP_READS : MAP_WRITES) : (isRead ? SINGLE_READS : SINGLE_WRITES);
    return kinds.get(random.nextInt(kinds.size()));
  }
}
