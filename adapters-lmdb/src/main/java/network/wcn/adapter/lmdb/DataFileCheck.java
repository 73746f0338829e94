package network.wcn.adapter.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import network.wcn.adapter.lmdb.MetaPage.Tree;
import network.wcn.port.storage.StoreFault;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;

/**
 * Looks for damage in the file of a database before LMDB opens it.
 *
 * <p>LMDB believes every byte of its pages: a damaged one makes it miss rows, show older ones, or
 * read where there is no memory, which ends the process. Checksums of rows help against none of
 * these. So we walk all of the tree first. No page of it is trusted; the header of every row is
 * checked, the payload of rows is left to those who read it. What a damaged byte can be changed to
 * without notice is nothing that LMDB or we would use.
 *
 * <p>That a tree is whole does not show that it is the last one: LMDB begins at the newer of two
 * pages, and a damaged number makes the older one the newer. But every transaction notes which
 * pages it has freed, under its own number, and so the two give themselves away.
 *
 * <p>The cost is one look at every page but those that only hold parts of large rows.
 */
final class DataFileCheck {
  private static final Comparator<byte[]> BYTES = Arrays::compareUnsigned;
  private static final Comparator<byte[]> NUMBERS = Comparator.comparingLong(DataFileCheck::number);
  private static final Comparator<byte[]> OF_TRANSACTIONS =
      (left, right) -> left.length == right.length ? NUMBERS.compare(left, right) : 0;

  private final PageFile file;

  private DataFileCheck(PageFile file) {
    this.file = file;
  }

  /**
   * Looks for damage.
   *
   * @param directory of a database that exists and that nobody has open
   * @throws StoreFault of kind {@code CORRUPT} if there is any
   */
  static void run(Path directory) throws IOException {
    Path data = directory.resolve("data.mdb");
    if (!Files.exists(data)) {
      throw new StoreFault(
          StoreFault.Kind.CORRUPT, data + " is missing, which holds all records: restore a backup");
    }
    try (PageFile file = PageFile.open(data)) {
      new DataFileCheck(file).check();
    }
  }

  private void check() {
    int pageBytes = MetaPage.pageBytes(file);
    MetaPage first = MetaPage.read(file, 0, pageBytes);
    MetaPage second = MetaPage.read(file, 1, pageBytes);
    boolean isFirstNewer = first.transaction() > second.transaction();
    MetaPage newer = isFirstNewer ? first : second;
    MetaPage older = isFirstNewer ? second : first;
    checkTransaction(older, lastFreed(older));
    TreeCheck trees = new TreeCheck(file, newer);
    checkFree(newer, trees);
    trees.walk(newer.tables(), newer.number(), BYTES, this.new Tables(trees));
    long pages = file.sizeBytes() / pageBytes;
    file.require(
        newer.lastPage() < pages || trees.takenFrom(pages) == newer.lastPage() + 1 - pages,
        newer.number(),
        () -> "the last page is " + newer.lastPage() + ", and the file has " + pages);
  }

  private static long number(byte[] key) {
    return ByteBuffer.wrap(key).order(ByteOrder.nativeOrder()).getLong();
  }

  private void checkTransaction(MetaPage meta, Optional<Long> lastFreed) {
    file.require(
        lastFreed.isEmpty() || lastFreed.get() == meta.transaction(),
        meta.number(),
        () -> "it is of transaction " + lastFreed.get() + " and says " + meta.transaction());
  }

  /** Returns the last transaction that freed pages, as a meta page's tree has it. */
  private Optional<Long> lastFreed(MetaPage meta) {
    if (meta.free().isEmpty()) {
      return Optional.empty();
    }
    long number = meta.free().root();
    for (int level = meta.free().depth(); true; level--) {
      long page = number;
      file.require(
          page >= MetaPage.COUNT && page < file.sizeBytes() / meta.pageBytes(),
          meta.number(),
          () -> "it leads to page " + page);
      TreePage read = new TreePage(file, meta.pageBytes(), page, level <= 1);
      if (level <= 1) {
        return Optional.of(transaction(page, read.key(read.count() - 1)));
      }
      number = read.child(read.count() - 1);
    }
  }

  private long transaction(long page, byte[] key) {
    file.require(key.length == Long.BYTES, page, () -> "a key of " + key.length + " bytes");
    return number(key);
  }

  /** Takes all pages that are noted as free. */
  private void checkFree(MetaPage meta, TreeCheck trees) {
    long[] last = {0};
    trees.walk(
        meta.free(),
        meta.number(),
        OF_TRANSACTIONS,
        (page, key, isTree, at, sizeBytes) -> {
          last[0] = transaction(page, key);
          long count = sizeBytes < Long.BYTES ? -1 : file.word(at);
          file.require(
              !isTree && count >= 0 && count < sizeBytes / Long.BYTES,
              page,
              () -> "a list of " + count + " free pages");
          for (long i = 1; i <= count; i++) {
            long free = file.word(at + i * Long.BYTES);
            file.require(free <= meta.lastPage(), page, () -> "it frees page " + free);
            trees.take(free, page);
          }
        });
    checkTransaction(meta, meta.free().isEmpty() ? Optional.empty() : Optional.of(last[0]));
  }

  /** Checks the table that each entry describes. */
  private final class Tables implements TreeCheck.Visitor {
    private final TreeCheck trees;

    Tables(TreeCheck trees) {
      this.trees = trees;
    }

    @Override
    public void visit(long page, byte[] key, boolean isTree, long at, long sizeBytes) {
      String name = new String(key, StandardCharsets.ISO_8859_1);
      Optional<RowTable> checked = LmdbTable.checked(name);
      file.require(
          checked.isPresent() || LmdbTable.isPlain(name), page, () -> "a table called " + name);
      file.require(isTree && sizeBytes == Tree.SIZE_BYTES, page, () -> "no tree of " + name);
      Tree tree = Tree.read(file, at);
      file.require(tree.flags() == 0, page, () -> name + " has the flags " + tree.flags());
      trees.walk(
          tree,
          page,
          BYTES,
          (leaf, row, isRowTree, rowAt, rowBytes) -> {
            file.require(!isRowTree, leaf, () -> "a row is a table");
            checked.ifPresent(
                table -> CheckedRow.header(new RowKey(table, row), file.buffer(rowAt, rowBytes)));
          });
    }
  }
}
