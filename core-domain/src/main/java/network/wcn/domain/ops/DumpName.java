package network.wcn.domain.ops;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How files of dumps are called: {@code wcn_db_2025-09-18T04-00-00-000Z.dump}. */
public final class DumpName {
  /** The end of every dump's name. */
  public static final String SUFFIX = ".dump";

  /** The end of the name of a dump that is being written. */
  public static final String PARTIAL_SUFFIX = ".partial";

  private static final String PREFIX = "wcn_db_";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss-SSS'Z'").withZone(ZoneOffset.UTC);

  private DumpName() {}

  /** Returns the name of a dump that is begun at {@code time}, to the millisecond. */
  public static String at(Instant time) {
    return PREFIX + TIME.format(time) + SUFFIX;
  }

  /** Returns whether {@code fileName} may be a complete dump's. */
  public static boolean isDump(String fileName) {
    return fileName.endsWith(SUFFIX) && fileName.length() > SUFFIX.length();
  }
}
