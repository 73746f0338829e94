package network.wcn.app.db.shell;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.storage.ExportedRecord;

/** What one namespace keeps, added up record by record. */
final class NamespaceFigures {
  private long singles;
  private long fields;
  private long live;
  private long expired;
  private long tombstones;
  private long bareExpirations;
  private long keyBytes;
  private long payloadBytes;
  private long oldestMicros = Long.MAX_VALUE;
  private long newestMicros = Long.MIN_VALUE;

  void add(ExportedRecord found, long nowUnixSeconds) {
    switch (found.key()) {
      case RecordKey.Single _ -> singles++;
      case RecordKey.Field _ -> fields++;
    }
    RecordHeader header = found.record().header();
    switch (header.kind()) {
      case NONE -> bareExpirations++;
      case TOMBSTONE -> tombstones++;
      case VALUE -> {
        if (header.isLive(nowUnixSeconds)) {
          live++;
        } else {
          expired++;
        }
      }
    }
    keyBytes += found.key().sizeBytes();
    payloadBytes += found.record().payload().size();
    long version = header.version().micros();
    oldestMicros = Math.min(oldestMicros, version);
    newestMicros = Math.max(newestMicros, version);
  }

  private static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  String text() {
    return String.format(
        "  records %,d, fields %,d: live %,d, expired %,d, tombstones %,d, bare expirations %,d%n"
            + "  bytes of keys %,d, of values %,d; versions %s to %s",
        singles,
        fields,
        live,
        expired,
        tombstones,
        bareExpirations,
        keyBytes,
        payloadBytes,
        time(oldestMicros),
        time(newestMicros));
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("singles", singles)
        .put("fields", fields)
        .put("live", live)
        .put("expired", expired)
        .put("tombstones", tombstones)
        .put("bare_expirations", bareExpirations)
        .put("key_bytes", keyBytes)
        .put("payload_bytes", payloadBytes)
        .put("oldest_version", time(oldestMicros))
        .put("newest_version", time(newestMicros));
  }
}
