package network.wcn.wire.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.RequestTrailer.Detail;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.wire.Arbitraries;
import org.junit.jupiter.api.Test;

/** What our nodes add behind a request, where the reference does not look. */
class TrailerTest {
  private static final RecordHeader EXTENDED =
      new RecordHeader(
          PayloadKind.VALUE, new RecordVersion(5), new Expiration(900), new RecordVersion(7));

  private final Arbitraries any = new Arbitraries(20_260_202L);

  private Operation.Set aSet() {
    return new Operation.Set(
        any.namespace(),
        Bytes.utf8("key"),
        Bytes.utf8("value"),
        EXTENDED.expiration(),
        EXTENDED.version());
  }

  private static StorageRequest afterTheWire(StorageRequest request) {
    return StorageCodec.decodeRequest(
        StorageCodec.method(request.operation()), StorageCodec.encodeRequest(request));
  }

  private static StorageRequest with(Operation operation, RequestTrailer trailer) {
    return new StorageRequest(operation, OptionalLong.of(3), Optional.of(trailer));
  }

  @Test
  void aTrailerStandsBehindTheRequestThatOthersSee() {
    StorageRequest plain = new StorageRequest(aSet(), OptionalLong.of(3), Optional.empty());
    StorageRequest repair = with(plain.operation(), new RequestTrailer.Repair(EXTENDED));
    Bytes trailed = StorageCodec.encodeRequest(repair);
    assertTrue(trailed.startsWith(StorageCodec.encodeRequest(plain)));
    assertEquals(
        "f757434e01",
        trailed.toHex().substring(StorageCodec.encodeRequest(plain).size() * 2).substring(0, 10));
  }

  @Test
  void aDamagedOrUnknownTrailerCountsAsAbsent() {
    StorageRequest plain = new StorageRequest(aSet(), OptionalLong.of(3), Optional.empty());
    Bytes value = StorageCodec.encodeRequest(plain);
    for (String trailer :
        List.of(
            "f757434e", // cut before the version
            "f757434e02" + "0500020a0000", // another version
            "f757434e01" + "0600020a", // longer than what is left
            "f757434e01" + "0105", // a kind that does not exist
            "f757434e01" + "0100", // a read without detail
            "f757434e01" + "06010184070000", // a header of version 0
            "f757434f01" + "0300020a", // another marker
            "f757434e01" + "ffffffffffffffffff01")) {
      Bytes payload = value.concat(Bytes.fromHex(trailer));
      assertEquals(plain, StorageCodec.decodeRequest(StorageMethod.SET, payload), trailer);
    }
  }

  @Test
  void aLaterVersionMayAddToATrailersBody() {
    Bytes value =
        StorageCodec.encodeRequest(
            StorageRequest.ofClient(new Operation.Get(any.namespace(), Bytes.empty())));
    Bytes payload = value.concat(Bytes.fromHex("f757434e01" + "05" + "00020a" + "beef" + "77"));
    assertEquals(
        Optional.of(new RequestTrailer.Read(Detail.DIGEST, 10)),
        StorageCodec.decodeRequest(StorageMethod.GET, payload).trailer());
  }

  @Test
  void aRepairWritesBothRegisters() {
    StorageRequest request = afterTheWire(with(aSet(), new RequestTrailer.Repair(EXTENDED)));
    assertEquals(Optional.of(new StoredRecord(EXTENDED, Bytes.utf8("value"))), request.incoming());
  }

  @Test
  void aRepairOfATombstoneKeepsItsExpiration() {
    RecordHeader header =
        new RecordHeader(
            PayloadKind.TOMBSTONE, new RecordVersion(5), new Expiration(900), new RecordVersion(7));
    Operation del = new Operation.Del(any.namespace(), Bytes.empty(), header.version());
    StorageRequest request = afterTheWire(with(del, new RequestTrailer.Repair(header)));
    assertEquals(Optional.of(new StoredRecord(header, Bytes.empty())), request.incoming());
  }

  @Test
  void aRepairThatContradictsItsOperationDoesNotCount() {
    Operation.Set set = aSet();
    RecordHeader newer =
        new RecordHeader(
            PayloadKind.VALUE, new RecordVersion(5), EXTENDED.expiration(), new RecordVersion(8));
    RecordHeader tombstone = StoredRecord.tombstone(EXTENDED.version()).header();
    for (RecordHeader contradiction : List.of(newer, tombstone)) {
      StorageRequest request = afterTheWire(with(set, new RequestTrailer.Repair(contradiction)));
      assertEquals(set.incoming(), request.incoming());
    }
  }
}
