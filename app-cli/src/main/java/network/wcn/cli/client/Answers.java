package network.wcn.cli.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.Output;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.record.Expiration;

/** How answers are written. Numbers of 64 bits are JSON numbers, times are Unix seconds. */
final class Answers {
  private Answers() {}

  static int done(Output output) {
    output.answer("OK", Map.of("ok", true));
    return ExitStatus.DONE;
  }

  static int found(Output output, Optional<LiveRecord> record) {
    if (record.isEmpty()) {
      return notFound(output);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("found", true);
    object.putAll(fields(record.get()));
    output.answer(ValueText.of(record.get().value()), object);
    return ExitStatus.DONE;
  }

  static int expires(Output output, Optional<Expiration> expiration) {
    if (expiration.isEmpty()) {
      return notFound(output);
    }
    long seconds = expiration.get().unixSeconds();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("found", true);
    object.put("expires", seconds);
    output.answer(seconds + " (" + Instant.ofEpochSecond(seconds) + ")", object);
    return ExitStatus.DONE;
  }

  static int count(Output output, long count) {
    output.answer(Long.toUnsignedString(count), Map.of("count", count));
    return ExitStatus.DONE;
  }

  static int entries(Output output, Iterable<MapEntry> entries, boolean hasNext) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (MapEntry entry : entries) {
      if (output.isJson()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("field", ValueText.of(entry.field()));
        object.putAll(fields(entry.record()));
        objects.add(object);
      } else {
        output.line(ValueText.of(entry.field()) + "\t" + ValueText.of(entry.record().value()));
      }
    }
    if (output.isJson()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("entries", objects);
      object.put("has_next", hasNext);
      output.object(object);
    }
    return ExitStatus.DONE;
  }

  private static Map<String, Object> fields(LiveRecord record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("value", ValueText.of(record.value()));
    fields.put("expires", record.expiration().unixSeconds());
    fields.put("version", record.version().micros());
    return fields;
  }

  private static int notFound(Output output) {
    output.answer("(nothing)", Map.of("found", false));
    return ExitStatus.NOT_FOUND;
  }
}
