package network.wcn.bench.storage;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.RpcService;
import network.wcn.wire.handshake.FrameHeader;
import network.wcn.wire.storage.StorageCodec;
import network.wcn.wire.stored.StoredKeyCodec;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The least that could take sets: the bare library behind the transport. What comes is put under
 * our form of its key, whatever its version and whatever is there; up to 512 that wait are one
 * batch with one sync.
 */
final class RawStore implements RpcService {
  private static final int BATCH = 512;
  private static final int MOST_WAITING = 10_000;
  private static final int HEADER_BYTES = 2 * Long.BYTES;

  private final RawRocksDb database;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);

  // Of the thread that commits.
  private final ByteBuffer key = ByteBuffer.allocateDirect(FrameHeader.MAX_PAYLOAD_BYTES);
  private final ByteBuffer row =
      ByteBuffer.allocateDirect(FrameHeader.MAX_PAYLOAD_BYTES + HEADER_BYTES);

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
    Operation asked = StorageCodec.decodeRequest(call.method(), call.request()).operation();
    if (!(asked instanceof Operation.Set set) || !queue.offer(new Waiting(set, call))) {
      call.fail();
    }
  }

  /** Commits what is asked, for ever; one thread does. */
  void commit() throws RocksDBException, InterruptedException {
    Bytes done = StorageCodec.encodeResponse(StorageResponse.of(Answer.Done.INSTANCE));
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
    }
  }

  private void put(WriteBatch batch, Operation.Set set) throws RocksDBException {
    key.clear().put(StoredKeyCodec.encode(set.recordKey()).unsafeArray()).flip();
    row.clear()
        .putLong(set.expiration().unixSeconds())
        .putLong(set.version().micros())
        .put(set.value().unsafeArray())
        .flip();
    batch.put(key, row);
  }
}
