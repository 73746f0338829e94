package network.wcn.wire.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Evidence;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.wire.Arbitraries;
import network.wcn.wire.DecoderFuzz;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every decoder of the storage API, fed with damaged messages of its kind. */
class StorageFuzzTest {
  private static final long SEED = 4_711L;

  @TestFactory
  Stream<DynamicTest> noBytesCrashADecoder() {
    Map<String, List<Bytes>> samples =
        Vectors.cases("storage-rpc.json", "encodings")
            .collect(
                Collectors.groupingBy(
                    vector -> vector.get("type").textValue(),
                    Collectors.mapping(vector -> Vectors.hex(vector, "hex"), Collectors.toList())));
    return samples.entrySet().stream()
        .map(kind ->
            DynamicTest.dynamicTest(
                kind.getKey(),
                () ->
                    DecoderFuzz.of(StorageMessages.kind(kind.getKey()).decode())
                        .samples(kind.getValue())
                        .run(SEED)));
  }

  @Test
  void noRequestTrailerCrashesTheDecoder() {
    Arbitraries any = new Arbitraries(SEED);
    List<Bytes> requests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RequestTrailer trailer =
          any.coin()
              ? new RequestTrailer.Repair(any.header())
              : new RequestTrailer.Read(RequestTrailer.Detail.HEADERS, any.u64());
      Operation get = new Operation.Get(any.namespace(), any.bytes());
      requests.add(
          StorageCodec.encodeRequest(
              new StorageRequest(get, OptionalLong.empty(), Optional.of(trailer))));
    }
    DecoderFuzz.of(StorageMessages.kind("get.request").decode()).samples(requests).run(SEED);
  }

  @Test
  void noEvidenceCrashesTheDecoder() {
    Arbitraries any = new Arbitraries(SEED);
    List<Bytes> responses = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<Evidence.FieldHeader> fields =
          any.list(
              5,
              () -> new Evidence.FieldHeader(any.bytes(4), any.header(), any.optional(any::bytes)));
      MapPage page = new MapPage(any.list(3, any::entry), any.coin());
      Evidence evidence = new Evidence.OfPage(fields, any.optional(any::bytes));
      responses.add(
          StorageCodec.encodeResponse(
              new StorageResponse.Succeeded(new Answer.Page(page), Optional.of(evidence))));
    }
    DecoderFuzz.of(StorageMessages.kind("hscan.response").decode()).samples(responses).run(SEED);
  }
}
