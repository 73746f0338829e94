package network.wcn.port.storage.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.record.Retention;
import network.wcn.port.time.WallClock;

/**
 * The clock that compactions judge by: one that stops when the machine's clock falls back.
 *
 * <p>By a clock that is late, every record of today looks as if it came from the future and would
 * be forgotten; a machine that starts in 1970 would empty its database. So the latest second ever
 * seen is kept beside the database, and while the clock is more than the leeway behind it, nothing
 * is forgotten. Reads and writes do not depend on this.
 *
 * <p>A clock that once was far ahead stops forgetting until the real time gets there; deleting the
 * file while the database is closed starts anew.
 */
public final class RetentionClock {
  /** A reading by which nothing is forgotten. */
  public static final long FORGET_NOTHING = -1;

  private static final String FILE = "CLOCK";

  private final WallClock clock;
  private final Path file;
  private final AtomicLong latest;

  private RetentionClock(WallClock clock, Path file, long latest) {
    this.clock = clock;
    this.file = file;
    this.latest = new AtomicLong(latest);
  }

  /** Takes over what an earlier process left in {@code directory}, if it is readable. */
  public static RetentionClock load(Path directory, WallClock clock) throws IOException {
    Path file = directory.resolve(FILE);
    String text = Files.exists(file) ? Files.readString(file, ISO_8859_1).strip() : "";
    long latest = text.matches("[0-9]{1,12}") ? Long.parseLong(text) : 0;
    return new RetentionClock(clock, file, latest);
  }

  /** Returns seconds since the Unix epoch, or {@link #FORGET_NOTHING}. */
  public long now() {
    long now = clock.unixSeconds();
    return behind(now) > Retention.LEEWAY_SECONDS ? FORGET_NOTHING : now;
  }

  /** Returns how many seconds the clock is behind the latest second that was seen, usually 0. */
  public long secondsBehind() {
    return behind(clock.unixSeconds());
  }

  private long behind(long now) {
    return latest.accumulateAndGet(now, Math::max) - now;
  }

  /** Keeps what was seen for the next process; losing the latest seconds does no harm. */
  public void save() throws IOException {
    behind(clock.unixSeconds());
    Path partial = file.resolveSibling(FILE + ".partial");
    Files.writeString(partial, latest.get() + "\n");
    Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
