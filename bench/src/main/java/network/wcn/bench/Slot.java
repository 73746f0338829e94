package network.wcn.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What one record may hold, as its only writer knows.
 *
 * <p>An acknowledged write leaves one possibility. A write without an answer leaves two, until a
 * read shows that it took effect: reads never go back in time.
 */
final class Slot {
  /** Stands for "nothing is stored" among the numbers of writes. */
  static final long ABSENT = 0;

  private final List<Long> possible = new ArrayList<>(List.of(ABSENT));

  /** The write was acknowledged. */
  void acknowledged(long sequence) {
    possible.clear();
    possible.add(sequence);
  }

  /** Nobody knows whether the write took effect. */
  void unanswered(long sequence) {
    possible.add(sequence);
  }

  /** Returns whether a read may answer this; what was before it is impossible from now on. */
  boolean accepts(long sequence) {
    int index = possible.lastIndexOf(sequence);
    if (index < 0) {
      return false;
    }
    possible.subList(0, index).clear();
    return true;
  }

  boolean isSurelyPresent() {
    return !possible.contains(ABSENT);
  }

  boolean isMaybePresent() {
    return possible.stream().anyMatch(sequence -> sequence != ABSENT);
  }

  @Override
  public String toString() {
    return possible.toString();
  }
}
