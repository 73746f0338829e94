package network.wcn.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractView;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;

/** What real clients and servers of the cluster and metrics APIs said to each other. */
class JsonTranscriptTest {
  private static final String METRICS_SERVER =
      "reference database (wcn_db), secondary port, API Metrics";
  private static final String CLUSTER_SERVER = "reference Cluster2 server";
  private static final String RAW_SERVER = "a raw QUIC server";

  @Test
  void aRecordedViewIsRead() {
    JsonNode call = stream(CLUSTER_SERVER, "get_cluster_view");
    Bytes response = Bytes.utf8(call.required("response_text").asText());

    var view = assertInstanceOf(ApiResult.Ok.class, ClusterJson.decodeView(response));
    assertInstanceOf(ContractView.class, view.value());
  }

  @Test
  void theReferencesClientAsksAndIsAnswered() {
    JsonNode call = stream(RAW_SERVER, "get_cluster_view");

    assertEquals(List.of(ClusterJson.viewRequest()), requests(call));
    assertInstanceOf(
        ApiResult.Ok.class, ClusterJson.decodeView(frames(bytes(call, "server")).getFirst()));
  }

  @Test
  void aRequestThatTheServerFailsIsRefused() {
    Bytes view =
        requests(stream(CLUSTER_SERVER, "get_cluster_view: request is not null")).getFirst();
    Bytes metrics = requests(stream(METRICS_SERVER, "request that is not JSON")).getFirst();

    assertThrows(MalformedMessage.class, () -> ClusterJson.checkViewRequest(view));
    assertThrows(MalformedMessage.class, () -> MetricsJson.decodeRequest(metrics));
  }

  @Test
  void recordedEventsAreWrittenAndRead() {
    JsonNode call = stream(CLUSTER_SERVER, "get_event_stream with a request frame");
    List<ClusterStreamItem> items =
        List.of(
            new ClusterStreamItem.Acknowledged(),
            new ClusterStreamItem.Happened(
                new ClusterEvent.MaintenanceStarted(OperatorId.ZERO, BigInteger.ONE)),
            new ClusterStreamItem.Happened(new ClusterEvent.MaintenanceFinished(BigInteger.TWO)));

    List<Bytes> frames = frames(bytes(call, "server"));

    assertEquals(items.stream().map(ClusterJson::encodeStreamItem).toList(), frames);
    assertEquals(items, frames.stream().map(ClusterJson::decodeStreamItem).toList());
  }

  @Test
  void anUnheardOfEventFailsAndTheNextIsReadAgain() {
    List<Bytes> frames = frames(bytes(stream(RAW_SERVER, "get_event_stream"), "server"));

    assertEquals(4, frames.size());
    assertEquals(new ClusterStreamItem.Acknowledged(), ClusterJson.decodeStreamItem(frames.get(0)));
    assertEquals(finished(5), ClusterJson.decodeStreamItem(frames.get(1)));
    assertThrows(MalformedMessage.class, () -> ClusterJson.decodeStreamItem(frames.get(2)));
    assertEquals(finished(7), ClusterJson.decodeStreamItem(frames.get(3)));
  }

  @Test
  void recordedMetricsCallsAreWrittenAndRead() {
    JsonNode answered = stream(RAW_SERVER, "get_metrics");
    JsonNode failed = stream(METRICS_SERVER, "get_metrics: unknown target");
    var notFound = new ApiResult.Err<String>(new ApiError(ApiError.NOT_FOUND, Optional.empty()));

    assertEquals(List.of(MetricsJson.encodeRequest(MetricsJson.NODE)), requests(answered));
    assertEquals(
        List.of(MetricsJson.encodeResponse(new ApiResult.Ok<>("a 1\n"))),
        frames(bytes(answered, "server")));
    assertEquals("nonsense", MetricsJson.decodeRequest(requests(failed).getFirst()));
    assertEquals(notFound, MetricsJson.decodeResponse(frames(bytes(failed, "server")).getFirst()));
  }

  private static ClusterStreamItem finished(long version) {
    return new ClusterStreamItem.Happened(
        new ClusterEvent.MaintenanceFinished(BigInteger.valueOf(version)));
  }

  private static JsonNode stream(String peer, String name) {
    return Vectors.cases("rpc-transcripts.json", "groups")
        .filter(group -> group.path("peer").asText().equals(peer))
        .flatMap(group -> StreamSupport.stream(group.path("streams").spliterator(), false))
        .filter(stream -> stream.required("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the frames behind the RPC id. */
  private static List<Bytes> requests(JsonNode call) {
    Bytes sent = bytes(call, "client");
    return frames(sent.slice(1, sent.size()));
  }

  private static Bytes bytes(JsonNode call, String from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode event : call.required("stream")) {
      if (event.has("bytes") && event.required("from").asText().equals(from)) {
        bytes.writeBytes(Vectors.hex(event, "bytes").unsafeArray());
      }
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  private static List<Bytes> frames(Bytes bytes) {
    List<Bytes> frames = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(bytes.unsafeArray());
    while (rest.hasRemaining()) {
      byte[] frame = new byte[rest.getInt()];
      rest.get(frame);
      frames.add(Bytes.wrap(frame));
    }
    return frames;
  }
}
