package network.wcn.app.db.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFigure;

/** A store whose batches wait at a gate, so that a test decides what gathers behind them. */
final class GatedStore implements RecordStore {
  private final RecordStore inside;
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore gate = new Semaphore(0);
  private final List<Integer> batchSizes = Collections.synchronizedList(new ArrayList<>());

  GatedStore(RecordStore inside) {
    this.inside = inside;
  }

  /** Waits until a batch stands at the gate. */
  void awaitBatch() {
    arrived.acquireUninterruptibly();
  }

  /** Lets every batch through from now on. */
  void openGate() {
    gate.release(1_000_000);
  }

  List<Integer> batchSizes() {
    return List.copyOf(batchSizes);
  }

  @Override
  public List<MergeResult> apply(List<Merge> merges) {
    batchSizes.add(merges.size());
    arrived.release();
    gate.acquireUninterruptibly();
    return inside.apply(merges);
  }

  @Override
  public int longestKeyBytes() {
    return inside.longestKeyBytes();
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    return inside.read(key);
  }

  @Override
  public Optional<RecordHeader> readHeader(RecordKey key) {
    return inside.readHeader(key);
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    inside.visitMap(map, after, visitor);
  }

  @Override
  public ExportCursor export(PositionRange range) {
    return inside.export(range);
  }

  @Override
  public void probe() {
    inside.probe();
  }

  @Override
  public void checkBackground() {
    inside.checkBackground();
  }

  @Override
  public void purge() {
    inside.purge();
  }

  @Override
  public List<StoreFigure> figures() {
    return inside.figures();
  }

  @Override
  public void close() {
    inside.close();
  }
}
