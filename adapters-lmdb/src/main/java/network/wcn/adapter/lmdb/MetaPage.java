package network.wcn.adapter.lmdb;

/**
 * What one of the two pages says that LMDB begins at; they take turns, a transaction each.
 *
 * @param number 0 or 1
 * @param pageBytes size of all pages
 * @param free the tree of pages that are not used
 * @param tables the tree of tables
 * @param lastPage the highest page that was ever used
 * @param transaction the one that wrote this page
 */
record MetaPage(
    int number, int pageBytes, Tree free, Tree tables, long lastPage, long transaction) {
  /** How many there are. */
  static final int COUNT = 2;

  private static final int FLAGS_OFFSET = 10;
  private static final int FLAG = 0x08;
  private static final int MAGIC_OFFSET = 16;
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int VERSION_OFFSET = 20;
  private static final int VERSION = 1;
  private static final int FREE_OFFSET = 40;
  private static final int TABLES_OFFSET = FREE_OFFSET + Tree.SIZE_BYTES;
  private static final int LAST_PAGE_OFFSET = TABLES_OFFSET + Tree.SIZE_BYTES;
  private static final int TRANSACTION_OFFSET = LAST_PAGE_OFFSET + Long.BYTES;
  private static final int SIZE_BYTES = TRANSACTION_OFFSET + Long.BYTES;
  private static final int SMALLEST_PAGE_BYTES = 512;
  private static final int LARGEST_PAGE_BYTES = 64 << 10;
  private static final int NUMBERS_ARE_KEYS = 0x08;

  /**
   * Where a tree begins, and what is in it.
   *
   * @param flags how keys are compared
   * @param root its first page, or {@link #NONE}
   */
  record Tree(
      int flags,
      int depth,
      long branchPages,
      long leafPages,
      long overflowPages,
      long entries,
      long root) {
    static final int SIZE_BYTES = 48;
    static final long NONE = -1;

    /** Reads the tree that is described at {@code at}. */
    static Tree read(PageFile file, long at) {
      return new Tree(
          file.unsignedShort(at + 4),
          file.unsignedShort(at + 6),
          file.word(at + 8),
          file.word(at + 16),
          file.word(at + 24),
          file.word(at + 32),
          file.word(at + 40));
    }

    boolean isEmpty() {
      return root == NONE;
    }
  }

  /** Reads meta page {@code number} of a file whose pages have {@code pageBytes}. */
  static MetaPage read(PageFile file, int number, int pageBytes) {
    long at = (long) number * pageBytes;
    file.require(at + SIZE_BYTES <= file.sizeBytes(), number, () -> "the file ends before it");
    MetaPage read =
        new MetaPage(
            number,
            file.integer(at + FREE_OFFSET),
            Tree.read(file, at + FREE_OFFSET),
            Tree.read(file, at + TABLES_OFFSET),
            file.word(at + LAST_PAGE_OFFSET),
            file.word(at + TRANSACTION_OFFSET));
    file.require(
        file.word(at) == number
            && file.unsignedShort(at + FLAGS_OFFSET) == FLAG
            && file.integer(at + MAGIC_OFFSET) == MAGIC
            && file.integer(at + VERSION_OFFSET) == VERSION,
        number,
        () -> "it is no meta page of an LMDB file");
    file.require(read.pageBytes == pageBytes, number, () -> "pages of " + read.pageBytes);
    file.require(
        read.free.flags == NUMBERS_ARE_KEYS && read.tables.flags == 0,
        number,
        () -> "flags " + read.free.flags + " and " + read.tables.flags);
    file.require(
        read.transaction >= 0 && read.lastPage >= COUNT - 1 && read.lastPage < Integer.MAX_VALUE,
        number,
        () -> "transaction " + read.transaction + ", last page " + read.lastPage);
    file.require(
        read.transaction % COUNT == number || read.isUnused(),
        number,
        () -> "transaction " + read.transaction + " writes the other one");
    return read;
  }

  /** Returns the size of pages that the first page names. */
  static int pageBytes(PageFile file) {
    file.require(file.sizeBytes() >= SIZE_BYTES, 0, () -> "the file ends before it");
    int pageBytes = file.integer(FREE_OFFSET);
    file.require(
        Integer.bitCount(pageBytes) == 1
            && pageBytes >= SMALLEST_PAGE_BYTES
            && pageBytes <= LARGEST_PAGE_BYTES,
        0,
        () -> "pages of " + pageBytes);
    return pageBytes;
  }

  /** Returns whether nothing was written since the file was made. */
  private boolean isUnused() {
    return transaction == 0 && tables.isEmpty() && free.isEmpty();
  }
}
