package network.wcn.app.base.log;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** Writes the records of one logger name as JSON lines. */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Level> least;
  private final transient Consumer<String> sink;

  JsonLogger(String name, Optional<Level> least, Consumer<String> sink) {
    this.name = name;
    this.least = least;
    this.sink = sink;
  }

  private boolean writes(Level level) {
    return least.isPresent() && level.toInt() >= least.get().toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return writes(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return writes(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return writes(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return writes(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return writes(Level.ERROR);
  }

  @Override
  public void log(LoggingEvent event) {
    List<KeyValuePair> fields = Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
    String message =
        MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray());
    write(event.getLevel(), message, fields, event.getThrowable());
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    write(level, MessageFormatter.basicArrayFormat(pattern, arguments), List.of(), thrown);
  }

  private void write(
      Level level,
      @Nullable String message,
      List<KeyValuePair> fields,
      @Nullable Throwable thrown) {
    String text = Objects.requireNonNullElse(message, "");
    sink.accept(JsonLine.format(Instant.now(), level, name, text, fields, thrown));
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }
}
