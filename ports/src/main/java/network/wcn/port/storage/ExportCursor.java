package network.wcn.port.storage;

import java.util.Optional;

/** Walks over stored records; used by one thread, closed by whoever opened it. */
public interface ExportCursor extends AutoCloseable {
  /** Returns the next record, or nothing at the end. */
  Optional<ExportedRecord> next();

  @Override
  void close();
}
