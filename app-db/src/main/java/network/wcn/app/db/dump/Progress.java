package network.wcn.app.db.dump;

/** Hears how far long work has come. */
@FunctionalInterface
public interface Progress {
  /** Says that {@code bytes} more were moved, of {@code total} in all. */
  void moved(long bytes, long total);

  /** Returns one that nobody listens to. */
  static Progress none() {
    return (_, _) -> {};
  }
}
