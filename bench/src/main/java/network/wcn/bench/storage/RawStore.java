package network.wcn.bench.storage;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.RpcService;
import network.wcn.wire.storage.StorageCodec;
import network.wcn.wire.stored.StoredKeyCodec;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The least that can be called a database: the bare library behind the transport. The last write
 * that comes is stored, whatever its version; all that wait are one batch with one sync. Keys are
 * stored in our form. What our database does beyond this is the difference between the two.
 */
final class RawStore implements RpcService {
  private static final int BATCH = 512;
  private static final int LONGEST_ROW_BYTES = 4 << 20;
  private static final int HEADER_BYTES = 2 * Long.BYTES;

  private final RawRocksDb database;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final ByteBuffer rowKey = ByteBuffer.allocateDirect(LONGEST_ROW_BYTES);
  private final ByteBuffer row = ByteBuffer.allocateDirect(LONGEST_ROW_BYTES);

  private record Waiting(Operation.Set set, InboundCall call) {}

  RawStore(RawRocksDb database) {
    this.database = database;
  }

  @Override
  public Api api() {
    return Api.DATABASE;
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    return Admission.Accepted.INSTANCE;
  }

  @Override
  public void serve(InboundCall call) {
    switch (StorageCodec.decodeRequest(call.method(), call.request()).operation()) {
      case Operation.Get get -> call.answer(encode(new Answer.Found(find(get.recordKey()))));
      case Operation.Set set -> queue.add(new Waiting(set, call));
      default -> call.fail();
    }
  }

  private static Bytes encode(Answer answer) {
    return StorageCodec.encodeResponse(StorageResponse.of(answer));
  }

  private Optional<LiveRecord> find(RecordKey key) {
    byte[] found = database.get(StoredKeyCodec.encode(key).unsafeArray());
    if (found == null) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(found);
    Expiration expiration = new Expiration(header.getLong());
    RecordVersion version = new RecordVersion(header.getLong());
    Bytes value = Bytes.of(found, HEADER_BYTES, found.length - HEADER_BYTES);
    return Optional.of(new LiveRecord(value, expiration, version));
  }

  /** Commits what is asked until the thread is interrupted. */
  void commit() {
    Bytes done = encode(Answer.Done.INSTANCE);
    List<Waiting> writes = new ArrayList<>(BATCH);
    try (WriteBatch batch = new WriteBatch()) {
      while (true) {
        writes.add(queue.take());
        queue.drainTo(writes, BATCH - 1);
        for (Waiting write : writes) {
          put(batch, write.set);
        }
        database.write(batch);
        writes.forEach(write -> write.call.answer(done));
        writes.clear();
        batch.clear();
      }
    } catch (RocksDBException e) {
      throw new IllegalStateException("the bare library failed a write", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(WriteBatch batch, Operation.Set set) throws RocksDBException {
    rowKey.clear().put(StoredKeyCodec.encode(set.recordKey()).unsafeArray()).flip();
    row.clear()
        .putLong(set.expiration().unixSeconds())
        .putLong(set.version().micros())
        .put(set.value().unsafeArray())
        .flip();
    batch.put(rowKey, row);
  }
}
