package network.wcn.port.storage;

import java.util.List;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.StoredRecord;

/**
 * A storage engine: every record of one database, dead ones included.
 *
 * <p>The engine stores what {@link StoredRecord#merge} decides and nothing else: it has no opinion
 * on which write wins or which record is alive. All methods block, may be called by many platform
 * threads at once (never by virtual threads: a native call holds its carrier), and see every batch
 * whose {@link #apply} has returned. An engine is opened by its own factory, which refuses a
 * directory that it did not make, one of a newer format and one that is open elsewhere.
 *
 * <p>Every method throws {@link StoreFault} when the world fails it (disk full, file damaged,
 * engine closed): an answer is never made up.
 */
public interface RecordStore extends RecordReader, AutoCloseable {
  /**
   * Returns a reader that never waits, neither for a disk nor for a batch, for threads that others
   * depend on, on whatever thread: it answers what this engine would, or throws {@link NotInMemory}
   * and nothing else, once the engine is closed, too. An engine that cannot tell what is in memory
   * returns {@link NotInMemory#READER}.
   */
  default RecordReader inMemory() {
    return NotInMemory.READER;
  }

  /** Returns the largest size of {@code key} plus {@code field} in bytes that this engine takes. */
  int longestKeyBytes();

  /**
   * Merges records, in this order, into what is stored.
   *
   * <p>All of the batch is on stable storage when this returns; a crash leaves all of it or none.
   * Several merges of one key in a batch see each other. At most one caller at a time: the group
   * committer serialises callers and makes the batches.
   *
   * @return for each merge, in order, what became of it
   */
  List<MergeResult> apply(List<Merge> merges);

  /**
   * Opens a cursor over one consistent state of all records whose key position lies in {@code
   * range}: the single records first, then the maps' fields, each in the order of the stored key.
   */
  ExportCursor export(PositionRange range);

  /**
   * Forgets every record that {@link network.wcn.domain.record.Retention} lets go, at once.
   *
   * <p>Engines also do this on their own in the background; this call makes it complete.
   */
  void purge();

  /**
   * Writes to stable storage what is no record, and so finds out whether a batch could be written.
   *
   * <p>After a fault an engine may refuse every write although the world is well again: then it has
   * to be opened anew.
   */
  void probe();

  /**
   * Tells what the engine's own work in the background has met and no caller was told of: rows that
   * nobody reads may be damaged, too. A store that could be opened for reading only tells why.
   * Cheap enough to be asked every second.
   *
   * @throws StoreFault what was met first since the last call
   */
  void checkBackground();

  /** Returns figures about what is stored, for metrics: name to value. */
  List<StoreFigure> figures();

  /** Ends background work and closes files; a second call does nothing. */
  @Override
  void close();
}
