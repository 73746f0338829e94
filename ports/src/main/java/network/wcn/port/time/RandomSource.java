package network.wcn.port.time;

/** Random numbers for choices that need no secrecy: spreading load, jitter, sampling. */
public interface RandomSource {
  /** Returns a number between 0 (inclusive) and {@code bound} (exclusive, positive). */
  int nextInt(int bound);

  /** Returns any 64 bits. */
  long nextLong();

  /** Returns the platform's generator, safe for use by many threads. */
  static RandomSource system() {
    return new RandomSource() {
      @Override
      public int nextInt(int bound) {
        return java.util.concurrent.ThreadLocalRandom.current().nextInt(bound);
      }

      @Override
      public long nextLong() {
        return java.util.concurrent.ThreadLocalRandom.current().nextLong();
      }
    };
  }
}
