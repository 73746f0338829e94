package network.wcn.adapter.quic.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import network.wcn.adapter.quic.netty.RawConnection.RawStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.tck.rpc.RpcContractFixture;
import network.wcn.tck.rpc.TestService;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client's half of recorded conversations, said to our server: what it answers must be what was
 * recorded. What a request means is not at stake here, so the service knows the answers by heart.
 */
class RecordedConversationTest extends RpcContractFixture {
  private static final Set<String> STREAMED = Set.of("read_data", "write_data");
  private static final Bytes PREAMBLE = Bytes.fromHex("0000000044617461626173650000000000000000");

  @Override
  protected RpcTransport newTransport(SecretKey identity) {
    return new NettyQuicTransport(NettyQuicSettings.of(identity));
  }

  static Stream<JsonNode> calls() throws IOException {
    return recorded(0, "streams")
        .skip(1)
        .filter(each -> each.has("stream"))
        .filter(each -> STREAMED.stream().noneMatch(each.path("name").asText()::startsWith));
  }

  static Stream<JsonNode> firstStreams() throws IOException {
    return recorded(1, "streams").filter(each -> each.has("connection_afterwards"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aCallIsAnsweredAsRecorded(JsonNode recorded) throws Exception {
    Bytes answer = fromServer(recorded);
    TestService database =
        TestService.database()
            .limiting(Duration.ofMillis(500))
            .serving(call -> answerByHeart(call, answer));
    try (RawConnection client = new RawConnection(CLIENT_KEY, address(serve(database).port()))) {
      RawStream first = client.open();
      first.send(PREAMBLE);
      first.await(4);
      RawStream stream = client.open();
      say(stream, recorded);

      assertEquals(answer, stream.awaitFinish(), recorded.path("name").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("firstStreams")
  void aPreambleIsTakenOrRefusedAsRecorded(JsonNode recorded) throws Exception {
    ServerSettings roomy = roomyServer(0);
    ServerSettings impatient =
        new ServerSettings(
            roomy.name(),
            0,
            Duration.ofSeconds(1),
            100,
            100,
            100,
            100,
            roomy.idleTimeout(),
            roomy.priority());
    int port = serverTransport().serve(impatient, List.of(TestService.database())).port();
    try (RawConnection client = new RawConnection(CLIENT_KEY, address(port))) {
      RawStream first = client.open();
      say(first, recorded);

      if (recorded.required("connection_afterwards").asText().equals("open")) {
        assertEquals(Bytes.fromHex("00000000"), first.await(4));
      } else {
        QuicConnectionCloseEvent close = client.awaitClose();
        assertTrue(close.isApplicationClose());
        assertEquals(0, close.error());
      }
    }
  }

  @org.junit.jupiter.api.Test
  void aRefusedPeerReadsWhyBeforeItIsSentAway() throws Exception {
    TestService database = TestService.database().admitting(new Admission.Rejected(1));
    try (RawConnection client = new RawConnection(CLIENT_KEY, address(serve(database).port()))) {
      RawStream first = client.open();
      first.send(PREAMBLE);

      assertEquals(Bytes.fromHex("fffffc17"), first.await(4));
      assertEquals(0, client.awaitClose().error());
    }
  }

  @org.junit.jupiter.api.Test
  void aCallBeforeTheStatusIsServedAfterThePreamble() throws Exception {
    try (RawConnection client =
        new RawConnection(CLIENT_KEY, address(serve(TestService.database()).port()))) {
      RawStream first = client.open();
      RawStream call = client.open();
      call.send(Bytes.fromHex("000000000161"));
      first.send(PREAMBLE);

      assertEquals(Bytes.fromHex("0000000161"), call.awaitFinish());
    }
  }

  @org.junit.jupiter.api.Test
  void aServerWithoutThatApiSaysSo() throws Exception {
    TestService metrics = new TestService(Api.METRICS);
    try (RawConnection client = new RawConnection(CLIENT_KEY, address(serve(metrics).port()))) {
      RawStream first = client.open();
      first.send(PREAMBLE);

      assertEquals(Bytes.fromHex("fffffffe"), first.await(4));
    }
  }

  private static void answerByHeart(InboundCall call, Bytes answer) {
    if (answer.isEmpty()) {
      call.fail();
    } else {
      call.answer(answer.slice(4, answer.size()));
    }
  }

  private static void say(RawStream stream, JsonNode recorded) throws InterruptedException {
    for (JsonNode event : recorded.required("stream")) {
      if (event.has("connection_closed")) {
        return;
      }
      if (!event.path("from").asText().equals("client")) {
        continue;
      }
      if (event.has("bytes")) {
        stream.send(Bytes.fromHex(event.path("bytes").asText()));
      } else if (event.has("fin")) {
        stream.finish();
      } else if (event.has("reset_stream")) {
        stream.reset(event.path("reset_stream").asInt());
      }
    }
  }

  private static Bytes fromServer(JsonNode recorded) {
    Bytes all = Bytes.empty();
    for (JsonNode event : recorded.required("stream")) {
      if (event.has("bytes") && event.path("from").asText().equals("server")) {
        all = all.concat(Bytes.fromHex(event.path("bytes").asText()));
      }
    }
    return all;
  }

  private static Stream<JsonNode> recorded(int group, String array) throws IOException {
    Path file = Path.of(System.getProperty("wcn.vectors", "../vectors"), "rpc-transcripts.json");
    JsonNode cases =
        new ObjectMapper().readTree(file.toFile()).required("groups").get(group).required(array);
    return StreamSupport.stream(cases.spliterator(), false);
  }
}
