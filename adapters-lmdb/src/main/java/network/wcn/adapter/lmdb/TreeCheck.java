package network.wcn.adapter.lmdb;

import java.util.BitSet;
import java.util.Comparator;
import network.wcn.adapter.lmdb.MetaPage.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Walks trees of a file and looks whether they are in order: every page where its number says, used
 * once, its keys between those of its neighbours, and as many of everything as the tree says.
 */
final class TreeCheck {
  /** Looks at what a tree holds. */
  interface Visitor {
    /**
     * Looks at one entry.
     *
     * @param page where the entry is, for errors
     * @param isTree whether the datum describes a tree
     * @param at where in the file the datum is
     */
    void visit(long page, byte[] key, boolean isTree, long at, long sizeBytes);
  }

  private static final int MOST_LEVELS = 32;
  private static final int OVERFLOW_FLAGS_OFFSET = 10;
  private static final int OVERFLOW_COUNT_OFFSET = 12;
  private static final int OVERFLOW = 0x04;

  private final PageFile file;
  private final int pageBytes;
  private final long pages;
  private final BitSet used = new BitSet();

  /** What was counted of one tree. */
  private static final class Count {
    private long branches;
    private long leaves;
    private long overflows;
    private long entries;
  }

  /**
   * @param meta the page at which the trees begin
   */
  TreeCheck(PageFile file, MetaPage meta) {
    this.file = file;
    pageBytes = meta.pageBytes();
    pages = Math.min(file.sizeBytes() / pageBytes, meta.lastPage() + 1);
    used.set(0, MetaPage.COUNT);
  }

  /** Notes that {@code page} is used, or kept as free: nobody else may name it. */
  void take(long page, long namedBy) {
    file.require(
        page >= MetaPage.COUNT && page < Integer.MAX_VALUE && !used.get((int) page),
        namedBy,
        () -> "it names page " + page + ", which is another's");
    used.set((int) page);
  }

  /** Returns how many pages from {@code first} on were taken. */
  long takenFrom(long first) {
    return used.stream().asLongStream().filter(page -> page >= first).count();
  }

  private void takeInFile(long page, long count, long namedBy) {
    file.require(
        page >= 0 && count > 0 && page < pages && count <= pages - page,
        namedBy,
        () -> "it names page " + page + ", and there are " + pages);
    for (long each = page; each < page + count; each++) {
      take(each, namedBy);
    }
  }

  /**
   * Walks a tree.
   *
   * @param describedBy the page that says where it begins
   */
  void walk(Tree tree, long describedBy, Comparator<byte[]> order, Visitor visitor) {
    Count count = new Count();
    if (!tree.isEmpty()) {
      file.require(
          tree.depth() > 0 && tree.depth() <= MOST_LEVELS,
          describedBy,
          () -> "a tree of " + tree.depth() + " levels");
      takeInFile(tree.root(), 1, describedBy);
      new Walk(order, visitor, count).visit(tree.root(), tree.depth(), null, null);
    }
    file.require(
        count.branches == tree.branchPages()
            && count.leaves == tree.leafPages()
            && count.overflows == tree.overflowPages()
            && count.entries == tree.entries(),
        describedBy,
        () -> "its tree has " + tree + " and not " + count.entries + " entries");
  }

  private final class Walk {
    private final Comparator<byte[]> order;
    private final Visitor visitor;
    private final Count count;

    Walk(Comparator<byte[]> order, Visitor visitor, Count count) {
      this.order = order;
      this.visitor = visitor;
      this.count = count;
    }

    /**
     * @param from least key of the page, inclusive, if there is one
     * @param to greatest key, exclusive, if there is one
     */
    void visit(long number, int levels, byte @Nullable [] from, byte @Nullable [] to) {
      if (levels == 1) {
        visitLeaf(new TreePage(file, pageBytes, number, true), from, to);
      } else {
        visitBranch(new TreePage(file, pageBytes, number, false), levels, from, to);
      }
    }

    private void visitBranch(
        TreePage branch, int levels, byte @Nullable [] from, byte @Nullable [] to) {
      count.branches++;
      byte[] lower = from; // the first key is never looked at
      for (int i = 0; i < branch.count(); i++) {
        byte[] upper = i + 1 < branch.count() ? branch.key(i + 1) : to;
        requireOrder(branch, lower, upper);
        takeInFile(branch.child(i), 1, branch.number());
        visit(branch.child(i), levels - 1, lower, upper);
        lower = upper;
      }
    }

    private void visitLeaf(TreePage leaf, byte @Nullable [] from, byte @Nullable [] to) {
      count.leaves++;
      byte[] last = null;
      for (int i = 0; i < leaf.count(); i++) {
        byte[] key = leaf.key(i);
        file.require(
            from == null || i > 0 || order.compare(from, key) <= 0,
            leaf.number(),
            () -> "its first key belongs to a page before");
        requireOrder(leaf, last, key);
        visitEntry(leaf, i, key);
        last = key;
      }
      requireOrder(leaf, last, to);
    }

    private void visitEntry(TreePage leaf, int index, byte[] key) {
      count.entries++;
      int flags = leaf.flags(index);
      file.require(
          flags == 0 || flags == TreePage.ELSEWHERE || flags == TreePage.IS_TREE,
          leaf.number(),
          () -> "an entry has the flags " + flags);
      long at = leaf.dataAt(index);
      if (flags == TreePage.ELSEWHERE) {
        at = takeOverflow(leaf.number(), file.word(at), leaf.dataBytes(index));
      }
      visitor.visit(leaf.number(), key, flags == TreePage.IS_TREE, at, leaf.dataBytes(index));
    }

    private long takeOverflow(long namedBy, long first, long sizeBytes) {
      long needed = (TreePage.HEADER_BYTES - 1 + sizeBytes) / pageBytes + 1;
      takeInFile(first, needed, namedBy);
      long at = first * pageBytes;
      file.require(
          file.word(at) == first
              && file.unsignedShort(at + OVERFLOW_FLAGS_OFFSET) == OVERFLOW
              && file.integer(at + OVERFLOW_COUNT_OFFSET) == needed,
          first,
          () -> "it is not the first of " + needed + " pages of a large row");
      count.overflows += needed;
      return at + TreePage.HEADER_BYTES;
    }

    private void requireOrder(TreePage page, byte @Nullable [] lower, byte @Nullable [] upper) {
      file.require(
          lower == null || upper == null || order.compare(lower, upper) < 0,
          page.number(),
          () -> "its keys are not in order");
    }
  }
}
