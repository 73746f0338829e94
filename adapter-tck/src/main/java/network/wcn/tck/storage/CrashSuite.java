package network.wcn.tck.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.RecordStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must be left of an engine's batches when its process is killed: every acknowledged one, and
 * of the one that was under way all or nothing.
 *
 * <p>A process of its own writes numbered batches, is killed (SIGKILL) after some of them, and the
 * store is opened here; again and again in one directory. A kill loses what the process had in
 * memory, not what the operating system had: a loss of power is not tried here.
 *
 * <p>The seed decides how many acknowledgements a kill waits for; where in the next batches it
 * strikes differs from run to run, and must not matter. {@code -Dwcn.seed=N} runs another seed.
 */
public abstract class CrashSuite {
  private static final int KILLS = 5;
  private static final int MOST_BATCHES = 60;

  /** Every third writer is killed while it opens the store, before it has applied anything. */
  private static final int OPENING = 3;

  /** A few milliseconds, in which a batch or several are applied. */
  private static final int MOST_SPINS = 100_000;

  @TempDir Path directory; // set by JUnit

  private final StoreFactory factory;
  private final Start start;

  /** Applies {@link NumberedBatches} to a store until it is killed. */
  interface Writer extends AutoCloseable {
    /** Waits until one more batch is acknowledged, and returns its number. */
    int next() throws IOException, InterruptedException;

    /** Kills it, and returns the number of the last batch that was acknowledged. */
    int kill() throws IOException, InterruptedException;

    @Override
    void close();
  }

  /** How writers are started. */
  @FunctionalInterface
  interface Start {
    /**
     * Returns a writer that opens or has opened the store in {@code place}.
     *
     * @param last number of the last batch that is there
     */
    Writer writer(Path place, int last) throws IOException;
  }

  /**
   * Makes the suite of an engine.
   *
   * @param factory has a constructor without parameters, so that another process can make it
   */
  protected CrashSuite(Class<? extends StoreFactory> factory) {
    this(WriterProcess.make(factory), (place, last) -> WriterProcess.start(factory, place, last));
  }

  /** Makes the suite of an engine whose crashes are not those of a process. */
  CrashSuite(StoreFactory factory, Start start) {
    this.factory = factory;
    this.start = start;
  }

  @Test
  void whatWasAcknowledgedIsThereAndNoBatchIsTorn() throws IOException, InterruptedException {
    long seed = Long.getLong("wcn.seed", 1);
    SplittableRandom random = new SplittableRandom(seed);
    Path place = directory.resolve("store");
    int last = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      int batches = kill % OPENING == 0 ? 0 : random.nextInt(1, MOST_BATCHES);
      int acknowledged = writeAndKill(place, last, batches, random.nextInt(MOST_SPINS));
      try (RecordStore store = factory.open(place, new SettableClock(Arbitraries.NOW))) {
        String where = "seed " + seed + ", kill " + kill;
        last =
            NumberedBatches.check(StoreSuite.export(store, PositionRange.ALL), acknowledged, where);
      }
    }
  }

  /** A kill at once would always strike at the beginning of a batch: it spins before. */
  private int writeAndKill(Path place, int last, int batches, int spins)
      throws IOException, InterruptedException {
    try (Writer writer = start.writer(place, last)) {
      int acknowledged = last;
      while (acknowledged < last + batches) {
        acknowledged = writer.next();
      }
      for (int spin = 0; spin < spins; spin++) {
        Thread.onSpinWait();
      }
      return writer.kill();
    }
  }
}
