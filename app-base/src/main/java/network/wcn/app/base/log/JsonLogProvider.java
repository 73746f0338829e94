package network.wcn.app.base.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Gives slf4j loggers that write JSON lines on standard error, at the levels of LOG_LEVEL. */
public final class JsonLogProvider implements SLF4JServiceProvider {
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();
  private final Map<String, JsonLogger> loggers = new ConcurrentHashMap<>();
  private final LogLevels levels;
  private final Consumer<String> sink;

  /** For slf4j, which finds this class by its service file. */
  public JsonLogProvider() {
    this(LogLevels.fromEnvironment(System.getenv()), standardError());
  }

  JsonLogProvider(LogLevels levels, Consumer<String> sink) {
    this.levels = levels;
    this.sink = sink;
  }

  private static Consumer<String> standardError() {
    FileOutputStream out = new FileOutputStream(FileDescriptor.err);
    return line -> {
      try {
        // One write per line, so that the lines of many threads do not mix.
        out.write(line.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // Nobody is left to tell: standard error itself is gone, and serving goes on.
        return;
      }
    };
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, n -> new JsonLogger(n, levels.of(n), sink));
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}
}
