package network.wcn.domain.replication;

import java.util.Optional;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.RequestTrailer.Detail;

/** What a database answers to reads, from what it has stored. */
public final class StorageReads {
  private final RecordReader records;
  private final PageLimits limits;

  public StorageReads(RecordReader records, PageLimits limits) {
    this.records = records;
    this.limits = limits;
  }

  /**
   * Answers a read.
   *
   * @param asked what a node of ours wants beyond the plain answer; its second then decides what is
   *     alive, so that all replicas judge alike
   * @param clockUnixSeconds the second that decides otherwise
   */
  public StorageResponse answer(
      Operation.Read read, Optional<RequestTrailer.Read> asked, long clockUnixSeconds) {
    long now = asked.map(RequestTrailer.Read::nowUnixSeconds).orElse(clockUnixSeconds);
    Optional<Detail> detail = asked.map(RequestTrailer.Read::detail);
    return switch (read) {
      case Operation.Get get -> record(get, detail, now);
      case Operation.HGet hget -> record(hget, detail, now);
      case Operation.GetExp getExp -> expiration(getExp, detail, now);
      case Operation.HGetExp hgetExp -> expiration(hgetExp, detail, now);
      case Operation.HCard hcard -> cardinality(hcard, detail, now);
      case Operation.HScan hscan -> page(hscan, detail, now);
    };
  }

  private StorageResponse record(
      Operation.RecordRead read, Optional<Detail> detail, long nowUnixSeconds) {
    if (detail.isPresent() && detail.get() != Detail.FULL) {
      return new StorageResponse.Succeeded(
          new Answer.Found(Optional.empty()),
          Optional.of(
              new Evidence.OfRecord(records.readHeader(read.recordKey()), Optional.empty())));
    }
    Optional<StoredRecord> stored = records.read(read.recordKey());
    Answer answer = new Answer.Found(stored.flatMap(r -> LiveRecord.of(r, nowUnixSeconds)));
    if (detail.isEmpty()) {
      return StorageResponse.of(answer);
    }
    Evidence evidence =
        new Evidence.OfRecord(
            stored.map(StoredRecord::header),
            stored
                .filter(r -> r.header().kind() == PayloadKind.VALUE && !r.isLive(nowUnixSeconds))
                .map(StoredRecord::payload));
    return new StorageResponse.Succeeded(answer, Optional.of(evidence));
  }

  private StorageResponse expiration(
      Operation.RecordRead read, Optional<Detail> detail, long nowUnixSeconds) {
    Optional<RecordHeader> header = records.readHeader(read.recordKey());
    Answer answer =
        new Answer.Expires(
            header.filter(h -> h.isLive(nowUnixSeconds)).map(RecordHeader::expiration));
    return new StorageResponse.Succeeded(
        answer, detail.map(_ -> new Evidence.OfRecord(header, Optional.empty())));
  }

  private StorageResponse cardinality(
      Operation.HCard hcard, Optional<Detail> detail, long nowUnixSeconds) {
    FieldDigest digest = new FieldDigest();
    long[] live = new long[1];
    records.visitMap(
        hcard.mapKey(),
        Optional.empty(),
        (field, header, _, _) -> {
          if (header.isLive(nowUnixSeconds)) {
            live[0]++;
          }
          if (detail.isPresent() && header.isRemembered(nowUnixSeconds)) {
            digest.add(field, header, nowUnixSeconds);
          }
          return true;
        });
    return new StorageResponse.Succeeded(
        new Answer.Cardinality(live[0]),
        detail.map(_ -> new Evidence.OfDigest(live[0], digest.value(), Optional.empty())));
  }

  private StorageResponse page(
      Operation.HScan hscan, Optional<Detail> detail, long nowUnixSeconds) {
    long wanted = Math.max(1, Integer.toUnsignedLong(hscan.count()));
    int count = (int) Math.min(wanted, limits.maxEntries());
    PageBuilder page = new PageBuilder(count, limits, nowUnixSeconds, detail.orElse(null));
    records.visitMap(hscan.mapKey(), hscan.cursor(), page);
    return page.build();
  }
}
