package network.wcn.tck.storage;

import java.util.Iterator;
import java.util.Optional;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.StoreFault;

/** A walk over rows that were copied when it began. */
final class FakeExport implements ExportCursor {
  private final FakeRecordStore store;
  private final Iterator<ExportedRecord> rows;
  private boolean closed;

  FakeExport(FakeRecordStore store, Iterator<ExportedRecord> rows) {
    this.store = store;
    this.rows = rows;
  }

  @Override
  public Optional<ExportedRecord> next() {
    store.checkOpen();
    if (closed) {
      throw new StoreFault(StoreFault.Kind.CLOSED, "the export was closed");
    }
    return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
