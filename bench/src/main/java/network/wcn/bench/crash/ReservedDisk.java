package network.wcn.bench.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The usual disk for who may mount none: the database is told to leave alone all that is free but a
 * little. So not the engine's errors are tried but the database's own guard; and others who write
 * to the same disk meanwhile disturb.
 */
final class ReservedDisk extends SmallDisk {
  private static final long LEFT_BYTES = 512L << 20;

  private final Path directory;
  private final long reserveBytes;
  private final List<String> failures;

  private ReservedDisk(Path directory, long reserveBytes, List<String> failures) {
    this.directory = directory;
    this.reserveBytes = reserveBytes;
    this.failures = List.copyOf(failures);
  }

  /**
   * Takes the disk that holds {@code directory}.
   *
   * @param failures why no better one could be had, if one was wanted
   * @throws IOException if too little of it is free
   */
  static ReservedDisk of(Path directory, List<String> failures) throws IOException {
    long usable = directory.toFile().getUsableSpace();
    if (usable < 2 * LEFT_BYTES) {
      throw new IOException(
          "%s has %,d MiB free, filling what is left of a reserve needs %,d"
              .formatted(directory, usable >> 20, (2 * LEFT_BYTES) >> 20));
    }
    return new ReservedDisk(directory, usable - LEFT_BYTES, failures);
  }

  @Override
  Path directory() {
    return directory;
  }

  @Override
  List<String> words() {
    return List.of();
  }

  @Override
  long leastReserveBytes() {
    return reserveBytes;
  }

  @Override
  String description() {
    String why = failures.isEmpty() ? "" : ", since " + String.join("; ", failures);
    return "%,d MiB beside STORAGE_FREE_RESERVE_BYTES of the usual disk%s"
        .formatted(LEFT_BYTES >> 20, why);
  }

  @Override
  Path seen() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    free();
  }
}
