package network.wcn.app.base.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/**
 * The form of one log record.
 *
 * @see "protocol/surface.md section 5"
 */
final class JsonLine {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private JsonLine() {}

  static String format(
      Instant at,
      Level level,
      String target,
      String message,
      List<KeyValuePair> fields,
      @Nullable Throwable thrown) {
    StringBuilder out = new StringBuilder(160);
    out.append("{\"timestamp\":\"").append(TIMESTAMP.format(at));
    out.append("\",\"level\":\"").append(level).append("\",\"fields\":{\"message\":");
    JsonText.appendQuoted(out, message);
    for (KeyValuePair field : fields) {
      out.append(',');
      JsonText.appendQuoted(out, field.key);
      out.append(':');
      appendValue(out, field.value);
    }
    if (thrown != null) {
      out.append(",\"error\":");
      JsonText.appendQuoted(out, thrown.toString());
      out.append(",\"stack\":");
      JsonText.appendQuoted(out, stackOf(thrown));
    }
    out.append("},\"target\":");
    JsonText.appendQuoted(out, target);
    return out.append("}\n").toString();
  }

  private static void appendValue(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      case Boolean flag -> out.append(flag);
      case null, default -> JsonText.appendQuoted(out, String.valueOf(value));
    }
  }

  private static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
