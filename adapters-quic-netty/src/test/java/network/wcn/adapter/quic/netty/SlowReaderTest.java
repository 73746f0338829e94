package network.wcn.adapter.quic.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import network.wcn.adapter.quic.netty.RawConnection.RawStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.tck.rpc.RpcContractFixture;
import network.wcn.tck.rpc.TestService;
import org.junit.jupiter.api.Test;

/** Clients that ask and do not read what is answered. */
class SlowReaderTest extends RpcContractFixture {
  private static final String UNSENT = "wcn_rpc_server_unsent_answer_bytes";
  private static final String ANSWERS_DROPPED = "wcn_rpc_server_answers_dropped";
  private static final String CALLS_DROPPED = "wcn_rpc_server_rpcs_dropped";
  private static final String PAUSES = "wcn_rpc_server_reading_pauses";
  private static final String SERVED = "futures_finished_count";
  private static final int AT_ONCE = 20;
  private static final Bytes PREAMBLE = Bytes.fromHex("0000000044617461626173650000000000000000");
  private static final int MEBIBYTE = 1 << 20;
  private static final int LIMIT_OF_ALL = 16 * MEBIBYTE;
  private static final int LIMIT_OF_ONE = LIMIT_OF_ALL / 2;

  private final CountingMetrics metrics = new CountingMetrics();
  private final RpcTransport server =
      transport(SERVER_KEY); // The only one whose metrics are looked at.

  @Override
  protected RpcTransport newTransport(SecretKey identity) {
    NettyQuicSettings settings = NettyQuicSettings.of(identity).withUnsentAnswerBytes(LIMIT_OF_ALL);
    return new NettyQuicTransport(
        identity.equals(SERVER_KEY) ? settings.withMetrics(metrics, PeerLabels.HIDDEN) : settings);
  }

  private int serveAnswersOf(int size) {
    Bytes answer = pattern(size);
    TestService service = TestService.database().serving(call -> call.answer(answer));
    return server.serve(roomyServer(0), List.of(service)).port();
  }

  private static RawConnection connect(int port, Bytes preamble) throws Exception {
    RawConnection client = new RawConnection(CLIENT_KEY, address(port));
    RawStream first = client.open();
    first.send(preamble);
    first.await(4);
    return client;
  }

  private static Bytes plainRequest() {
    return Bytes.of(new byte[] {(byte) StorageMethod.GET.id(), 0, 0, 0, 1, 7});
  }

  /** Many calls of one shared stream, from number {@code first} on. */
  private static Bytes sharedRequests(int first, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(
          ByteBuffer.allocate(SharedMessage.HEADER_BYTES + SharedMessage.REQUEST_EXTRA_BYTES + 1)
              .putInt(1)
              .put((byte) SharedMessage.REQUEST)
              .putInt(first + i)
              .put((byte) StorageMethod.GET.id())
              .putInt(SharedMessage.UNLIMITED)
              .put((byte) 7)
              .array());
    }
    return Bytes.wrap(all.toByteArray());
  }

  @Test
  void whatAClientDoesNotReadIsBoundedAndCostsOthersNothing() throws Exception {
    int port = serveAnswersOf(MEBIBYTE);
    try (RawConnection slow = connect(port, PREAMBLE)) {
      for (int i = 0; i < 64; i++) {
        RawStream stream = slow.open();
        stream.read(false);
        stream.send(plainRequest());
      }
      // Eight travel and fill the client's window, eight or nine wait.
      metrics.await(() -> metrics.count(ANSWERS_DROPPED) + metrics.count(CALLS_DROPPED) >= 40);

      assertTrue(metrics.value(UNSENT) < LIMIT_OF_ONE + MEBIBYTE, () -> "" + metrics.value(UNSENT));
      assertEquals(pattern(MEBIBYTE), answerTo(openLink(port), Bytes.utf8("x")));
    }
    server.close();
    assertEquals(0, metrics.value(UNSENT));
  }

  @Test
  void aClientOfASharedStreamIsNotReadWhileItDoesNotReadAndThenLosesNothing() throws Exception {
    int size = 64 * 1024;
    int port = serveAnswersOf(size);
    try (RawConnection slow = connect(port, PREAMBLE.concat(Bytes.utf8("+m1\0")))) {
      RawStream shared = slow.open();
      shared.read(false);
      shared.send(Bytes.of(new byte[] {(byte) SharedMessage.STREAM_ID}));
      int asked = askUntilPaused(shared);

      shared.read(true);
      shared.await(asked * (SharedMessage.HEADER_BYTES + size));

      assertEquals(0, metrics.count(ANSWERS_DROPPED));
    }
    server.close();
    assertEquals(0, metrics.value(UNSENT));
  }

  @Test
  void manySmallAnswersAreNoWayAroundTheLimit() throws Exception {
    int size = 100;
    int port = serveAnswersOf(size);
    try (RawConnection slow = connect(port, PREAMBLE.concat(Bytes.utf8("+m1\0")))) {
      RawStream shared = slow.open();
      shared.read(false);
      shared.send(Bytes.of(new byte[] {(byte) SharedMessage.STREAM_ID}));
      int asked = askUntilPaused(shared);

      shared.read(true);
      shared.await(asked * (SharedMessage.HEADER_BYTES + size));
    }
  }

  /** Asks again and again, some calls at a time, for as long as the server reads. */
  private int askUntilPaused(RawStream shared) throws InterruptedException {
    int asked = 0;
    while (metrics.count(PAUSES) == 0) {
      assertTrue(asked < 1_000_000, "the server reads on and on");
      shared.send(sharedRequests(asked, AT_ONCE));
      asked += AT_ONCE;
      int served = asked;
      metrics.await(() -> metrics.count(SERVED) >= served || metrics.count(PAUSES) > 0);
    }
    return asked;
  }
}
