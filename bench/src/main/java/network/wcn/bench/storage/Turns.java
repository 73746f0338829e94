package network.wcn.bench.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures subjects in turns, so that a machine that is busy for some seconds is so for all of
 * them. The first two change places every time: of three, each comes after either of the others
 * about as often.
 */
final class Turns {
  private Turns() {}

  /** One turn of one subject. */
  @FunctionalInterface
  interface Turn {
    Run take(int subject) throws InterruptedException;
  }

  /**
   * Returns what each of so many subjects came to in all its turns together.
   *
   * @param turns of each
   * @param subjects two at least
   */
  static List<Outcome> take(int turns, int subjects, Turn turn) throws InterruptedException {
    List<Integer> order = new ArrayList<>(IntStream.range(0, subjects).boxed().toList());
    List<List<Run>> runs = order.stream().<List<Run>>map(_ -> new ArrayList<>()).toList();
    for (int count = 0; count < turns; count++) {
      for (int subject : order) {
        runs.get(subject).add(turn.take(subject));
      }
      Collections.swap(order, 0, 1);
    }
    return runs.stream().map(Run::sum).toList();
  }
}
