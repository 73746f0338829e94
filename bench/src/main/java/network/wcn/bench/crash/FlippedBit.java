package network.wcn.bench.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A bit in a file of a database that nobody has open.
 *
 * @param kind of the file, or of the part of it
 * @param file relative to the database
 * @param offset of the byte
 * @param bit of the byte, 0 to 7
 */
record FlippedBit(String kind, Path file, long offset, int bit) {
  private static final Set<String> WITH_RECORDS =
      Set.of("sst", "log", "meta pages", "page headers", "pages");
  private static final long PAGE_BYTES = 4_096;
  private static final int META_PAGES = 2;
  private static final int META_PAGE_USED_BYTES = 152;
  private static final int PAGE_HEADER_BYTES = 24;

  /** A part of a file in which every byte is as likely as another one. */
  private record Part(Path file, long from, long to) {}

  /**
   * Chooses {@code count} bits, so that every kind of file gets as many as another one, and those
   * with records in them twice as many.
   */
  static List<FlippedBit> choose(Path database, int count, SplittableRandom random)
      throws IOException {
    List<Map.Entry<String, List<Part>>> kinds = new ArrayList<>();
    for (Map.Entry<String, List<Part>> kind : parts(database).entrySet()) {
      kinds.addAll(Collections.nCopies(WITH_RECORDS.contains(kind.getKey()) ? 2 : 1, kind));
    }
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> kinds.get(i % kinds.size()))
        .map(kind -> choose(kind.getKey(), kind.getValue(), random))
        .toList();
  }

  private static FlippedBit choose(String kind, List<Part> parts, SplittableRandom random) {
    Part part = parts.get(random.nextInt(parts.size()));
    return new FlippedBit(
        kind, part.file, random.nextLong(part.from, part.to), random.nextInt(Byte.SIZE));
  }

  private static Map<String, List<Part>> parts(Path database) throws IOException {
    Map<String, List<Part>> parts = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(database)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path each : files) {
      Path file = database.relativize(each);
      long size = Files.size(each);
      String name = String.valueOf(file.getFileName());
      if (name.equals("data.mdb")) {
        addPages(parts, file, size);
      } else if (size > 0) {
        add(parts, kindOf(name), new Part(file, 0, size));
      }
    }
    return parts;
  }

  /** LMDB's pages: the two it begins at, of which little is used, and the headers of all others. */
  private static void addPages(Map<String, List<Part>> parts, Path file, long size) {
    for (long page = 0; page < size; page += PAGE_BYTES) {
      boolean isMeta = page < META_PAGES * PAGE_BYTES;
      long headerBytes = isMeta ? META_PAGE_USED_BYTES : PAGE_HEADER_BYTES;
      String kind = isMeta ? "meta pages" : "page headers";
      add(parts, kind, new Part(file, page, Math.min(size, page + headerBytes)));
    }
    add(parts, "pages", new Part(file, META_PAGES * PAGE_BYTES, size));
  }

  private static void add(Map<String, List<Part>> parts, String kind, Part part) {
    parts.computeIfAbsent(kind, _ -> new ArrayList<>()).add(part);
  }

  /** Files of one kind are told apart by a number. */
  private static String kindOf(String name) {
    return name.replaceFirst("^[0-9]+\\.", "").replaceFirst("(-|\\.old\\.)[0-9]+$", "");
  }

  /** Flips it. */
  void flip(Path database) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(database.resolve(file).toFile(), "rw")) {
      bytes.seek(offset);
      int old = bytes.read();
      bytes.seek(offset);
      bytes.write(old ^ (1 << bit));
    }
  }

  @Override
  public String toString() {
    return "bit " + bit + " of byte " + offset + " of " + file;
  }
}
