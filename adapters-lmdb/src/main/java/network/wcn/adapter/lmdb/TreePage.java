package network.wcn.adapter.lmdb;

import java.util.Arrays;

/**
 * A branch or a leaf, found to be in order.
 *
 * <p>After a header of 16 bytes come the places of its nodes, in the order of their keys; the nodes
 * themselves fill the page's end without a gap.
 */
final class TreePage {
  static final int HEADER_BYTES = 16;

  /** In a node's flags: its data is on pages of its own. */
  static final int ELSEWHERE = 0x01;

  /** In a node's flags: its data describes a tree. */
  static final int IS_TREE = 0x02;

  private static final int FLAGS_OFFSET = 10;
  private static final int LOWER_OFFSET = 12;
  private static final int UPPER_OFFSET = 14;
  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;
  private static final int NODE_HEADER_BYTES = 8;
  private static final int NODE_FLAGS_OFFSET = 4;
  private static final int KEY_SIZE_OFFSET = 6;

  private final PageFile file;
  private final int pageBytes;
  private final long number;
  private final long start;
  private final boolean isLeaf;
  private final int count;

  /** Reads page {@code number}, which lies in the file. */
  TreePage(PageFile file, int pageBytes, long number, boolean isLeaf) {
    this.file = file;
    this.pageBytes = pageBytes;
    this.number = number;
    this.isLeaf = isLeaf;
    start = number * pageBytes;
    int lower = file.unsignedShort(start + LOWER_OFFSET);
    count = (lower - HEADER_BYTES) / Short.BYTES;
    checkHeader(lower, file.unsignedShort(start + UPPER_OFFSET));
    checkNodes(file.unsignedShort(start + UPPER_OFFSET));
  }

  private void checkHeader(int lower, int upper) {
    require(file.word(start) == number, "its number is " + file.word(start));
    int flags = file.unsignedShort(start + FLAGS_OFFSET);
    require(flags == (isLeaf ? LEAF : BRANCH), "its flags are " + flags);
    require(
        lower > HEADER_BYTES && lower % Short.BYTES == 0 && lower <= upper && upper <= pageBytes,
        "it is free from " + lower + " to " + upper);
  }

  private void checkNodes(int upper) {
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = file.unsignedShort(start + HEADER_BYTES + (long) i * Short.BYTES);
    }
    Arrays.sort(places);
    int next = upper;
    for (int place : places) {
      require(place == next && place + NODE_HEADER_BYTES <= pageBytes, "a node is at " + place);
      next = place + sizeBytes(start + place);
      require(next <= pageBytes, "the node at " + place + " ends behind it");
    }
    require(next == pageBytes, "its nodes end at " + next);
  }

  private int sizeBytes(long node) {
    long size = (long) NODE_HEADER_BYTES + file.unsignedShort(node + KEY_SIZE_OFFSET);
    if (isLeaf) {
      boolean isElsewhere = (flagsOf(node) & ELSEWHERE) != 0;
      size += isElsewhere ? Long.BYTES : Integer.toUnsignedLong(file.integer(node));
    }
    return (int) Math.min(size + size % 2, Integer.MAX_VALUE / 2);
  }

  private int flagsOf(long node) {
    return file.unsignedShort(node + NODE_FLAGS_OFFSET);
  }

  private void require(boolean isRight, String wrong) {
    if (!isRight) {
      throw file.damaged(number, wrong);
    }
  }

  long number() {
    return number;
  }

  int count() {
    return count;
  }

  private long node(int index) {
    return start + file.unsignedShort(start + HEADER_BYTES + (long) index * Short.BYTES);
  }

  byte[] key(int index) {
    long node = node(index);
    return file.bytes(node + NODE_HEADER_BYTES, file.unsignedShort(node + KEY_SIZE_OFFSET));
  }

  /** Returns the flags of a leaf's node. */
  int flags(int index) {
    return flagsOf(node(index));
  }

  /** Returns the size of a leaf's datum. */
  long dataBytes(int index) {
    return Integer.toUnsignedLong(file.integer(node(index)));
  }

  /** Returns where in the file the datum of a leaf is, or the number of the page that holds it. */
  long dataAt(int index) {
    long node = node(index);
    return node + NODE_HEADER_BYTES + file.unsignedShort(node + KEY_SIZE_OFFSET);
  }

  /** Returns the number of a branch's child. */
  long child(int index) {
    long node = node(index);
    return Integer.toUnsignedLong(file.integer(node)) | (long) flagsOf(node) << Integer.SIZE;
  }
}
