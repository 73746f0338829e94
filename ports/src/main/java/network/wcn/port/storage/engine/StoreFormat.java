package network.wcn.port.storage.engine;

import java.nio.file.Path;
import network.wcn.port.storage.StoreFault;

/**
 * Which engine made a directory, and in which version of its files.
 *
 * @param engine name without spaces, as {@code wcn-rocksdb}
 * @param number counted from 1; the newest that is read, and the one that is written
 */
public record StoreFormat(String engine, int number) {
  /** Returns what the file {@code FORMAT} says. */
  String text() {
    return engine + " " + number;
  }

  /**
   * Accepts {@code text}, found in {@code directory}, if this engine can read what it names.
   *
   * @throws StoreFault of kind {@code FOREIGN} otherwise
   */
  void check(Path directory, String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 2 || !words[0].equals(engine) || !words[1].matches("[1-9][0-9]{0,5}")) {
      throw new StoreFault(
          StoreFault.Kind.FOREIGN,
          directory + "/FORMAT says \"" + text + "\" where \"" + engine + " <n>\" is expected");
    }
    if (Integer.parseInt(words[1]) > number) {
      throw new StoreFault(
          StoreFault.Kind.FOREIGN,
          directory + " has format " + words[1] + ", the newest known here is " + number);
    }
  }
}
