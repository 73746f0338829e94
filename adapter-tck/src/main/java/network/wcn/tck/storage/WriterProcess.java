package network.wcn.tck.storage;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.RecordStore;
import network.wcn.tck.process.ChildJvm;

/** A writer in a process of its own, which says {@code applied N} once batch N is. */
final class WriterProcess implements CrashSuite.Writer {
  /** More than a writer lives to apply. */
  private static final int BATCHES = 300;

  private static final String APPLIED = "applied ";

  private final Process process;
  private final BufferedReader output;
  private final List<String> saidOtherwise = new ArrayList<>();
  private int last;

  private WriterProcess(Process process, int last) {
    this.process = process;
    this.last = last;
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts one, and waits until it is about to open the store in {@code place}.
   *
   * @param last number of the last batch that is there
   */
  static WriterProcess start(Class<? extends StoreFactory> factory, Path place, int last)
      throws IOException {
    Process process =
        ChildJvm.builder(
                WriterProcess.class, factory.getName(), place.toString(), Integer.toString(last))
            .start();
    WriterProcess writer = new WriterProcess(process, last);
    writer.next();
    return writer;
  }

  @Override
  public int next() throws IOException {
    OptionalInt told = told();
    if (told.isEmpty()) {
      throw new AssertionError(
          "the writer ended by itself after batch " + last + ": " + saidOtherwise);
    }
    return told.getAsInt();
  }

  private OptionalInt told() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(APPLIED)) {
        last = Integer.parseInt(line.substring(APPLIED.length()));
        return OptionalInt.of(last);
      }
      if (!line.isEmpty()) {
        saidOtherwise.add(line);
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public int kill() throws IOException, InterruptedException {
    // Not Process.destroyForcibly, which also closes the pipe with what was told before the kill.
    process.toHandle().destroyForcibly();
    process.waitFor();
    while (told().isPresent()) {
      // Told before the kill.
    }
    return last;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  static StoreFactory make(Class<?> factory) {
    try {
      var constructor = factory.getDeclaredConstructor();
      constructor.setAccessible(true);
      return (StoreFactory) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(factory + " has no constructor without parameters", e);
    }
  }

  /**
   * Opens the store of the factory {@code arguments[0]} in {@code arguments[1]} and applies {@link
   * #BATCHES} behind number {@code arguments[2]}, as long as somebody listens.
   */
  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    StoreFactory factory = make(Class.forName(arguments[0]));
    int last = Integer.parseInt(arguments[2]);
    // Made before, so that nearly every moment is one in which a batch is applied.
    List<List<Merge>> batches =
        IntStream.rangeClosed(last + 1, last + BATCHES).mapToObj(NumberedBatches::batch).toList();
    // Not System.out, which would go on when nobody reads it any more.
    try (OutputStream output = new FileOutputStream(FileDescriptor.out)) {
      tell(output, last);
      try (RecordStore store =
          factory.open(Path.of(arguments[1]), new SettableClock(Arbitraries.NOW))) {
        for (List<Merge> batch : batches) {
          store.apply(batch);
          last++;
          tell(output, last);
        }
      }
    }
  }

  /** One write to the pipe: a kill leaves all of it or nothing, and it has a line of its own. */
  private static void tell(OutputStream output, int number) throws IOException {
    output.write(("\n" + APPLIED + number + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
