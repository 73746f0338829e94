package network.wcn.adapter.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.wcn.wire.MalformedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final List<String> ENTRIES =
      List.of("{\"a\":1}", "{\"b\":\"ü\"}", "{\"c\":[1,2,3]}");

  @TempDir Path directory = Path.of("");

  @Test
  void entriesAreThereWhenItIsOpenedAgain() {
    assertEquals(ENTRIES, entriesOf(written()));
  }

  @Test
  void everyLineIsJsonWithAChecksum() throws IOException {
    List<String> lines = Files.readAllLines(written());

    assertEquals(3, lines.size());
    for (String line : lines) {
      assertTrue(line.matches("\\{\"crc32c\":\"[0-9a-f]{8}\",\"entry\":\\{.*}}"), line);
    }
  }

  @Test
  void appendingGoesOnWhereItEnded() {
    written();
    try (Journal journal = Journal.open(path(), _ -> {})) {
      journal.append("{\"d\":4}");
    }

    List<String> expected = new ArrayList<>(ENTRIES);
    expected.add("{\"d\":4}");
    assertEquals(expected, entriesOf(path()));
  }

  @Test
  void tornEndIsCutWhereverItTore() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    int lastLine = lastLineStart(whole);
    for (int size = lastLine; size < whole.length; size++) {
      Files.write(path(), Arrays.copyOf(whole, size));

      assertEquals(ENTRIES.subList(0, 2), entriesOf(path()), "cut at byte " + size);
      assertEquals(lastLine, Files.size(path()), "cut at byte " + size);
    }
  }

  @Test
  void journalTornInItsFirstLineIsNew() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    Files.write(path(), Arrays.copyOf(whole, 5));

    try (Journal journal = Journal.open(path(), _ -> {})) {
      assertTrue(journal.isEmpty());
    }
  }

  @Test
  void endThatGrewBeforeItsContentCameIsCut() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    int lastLine = lastLineStart(whole);
    byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, lastLine), whole.length);
    Files.write(path(), zeros);
    assertEquals(ENTRIES.subList(0, 2), entriesOf(path()));

    byte[] holeInLastLine = whole.clone();
    Arrays.fill(holeInLastLine, lastLine, lastLine + 10, (byte) 0);
    Files.write(path(), holeInLastLine);
    assertEquals(ENTRIES.subList(0, 2), entriesOf(path()));
  }

  @Test
  void anyChangedByteIsDamage() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    for (int at = 0; at < whole.length - 1; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(path(), damaged);

      JournalFault fault =
          assertThrows(JournalFault.class, () -> entriesOf(path()), "changed byte " + at);
      assertTrue(String.valueOf(fault.getMessage()).contains("is damaged in line"), "byte " + at);
      assertEquals(whole.length, Files.size(path()), "a damaged journal is left as it is");
    }
  }

  @Test
  void damageNamesLineByteAndRemedy() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(written()));
    lines.set(1, lines.get(1).replace("ü", "u"));
    Files.write(path(), lines);

    String message =
        String.valueOf(assertThrows(JournalFault.class, () -> entriesOf(path())).getMessage());

    assertTrue(message.contains(path().toString()), message);
    assertTrue(message.contains("line 2, which begins at byte 38"), message);
    assertTrue(message.contains("Restore the file from a copy"), message);
  }

  @Test
  void lostDoubledAndSwappedLinesAreDamage() throws IOException {
    List<String> lines = Files.readAllLines(written());
    List<List<String>> wrong =
        List.of(
            List.of(lines.get(0), lines.get(2)),
            List.of(lines.get(1), lines.get(2)),
            List.of(lines.get(0), lines.get(1), lines.get(1), lines.get(2)),
            List.of(lines.get(0), lines.get(2), lines.get(1)));
    for (List<String> content : wrong) {
      Files.write(path(), content);

      assertThrows(JournalFault.class, () -> entriesOf(path()), content.toString());
    }
  }

  @Test
  void entryThatMakesNoSenseIsDamage() {
    written();

    assertThrows(
        JournalFault.class,
        () ->
            Journal.open(
                path(),
                entry -> {
                  throw new MalformedMessage("no sense in " + entry);
                }));
    assertEquals(ENTRIES, entriesOf(path()), "the failed attempt left nothing locked");
  }

  @Test
  void endlessLineIsDamageAndNotRead() throws IOException {
    byte[] endless = new byte[5 << 20];
    Arrays.fill(endless, (byte) 'x');
    Files.write(path(), endless);

    assertThrows(JournalFault.class, () -> entriesOf(path()));
  }

  @Test
  void secondWriterIsKeptAway() {
    try (Journal _ = Journal.open(path(), _ -> {})) {
      JournalFault fault = assertThrows(JournalFault.class, () -> Journal.open(path(), _ -> {}));

      assertTrue(String.valueOf(fault.getMessage()).contains("in use by another"));
    }
    assertEquals(List.of(), entriesOf(path()));
  }

  @Test
  void appendThatFailedStaysFailed() {
    Journal journal = Journal.open(path(), _ -> {});
    journal.append(ENTRIES.getFirst());
    journal.close();

    assertThrows(JournalFault.class, () -> journal.append(ENTRIES.get(1)));
    assertThrows(JournalFault.class, () -> journal.append(ENTRIES.get(1)));
    assertEquals(ENTRIES.subList(0, 1), entriesOf(path()));
  }

  @Test
  void missingDirectoryIsNamed() {
    Path nowhere = directory.resolve("nowhere").resolve("journal");

    JournalFault fault = assertThrows(JournalFault.class, () -> Journal.open(nowhere, _ -> {}));

    assertTrue(String.valueOf(fault.getMessage()).contains(nowhere.toString()));
  }

  private Path path() {
    return directory.resolve("journal");
  }

  private Path written() {
    try (Journal journal = Journal.open(path(), _ -> {})) {
      ENTRIES.forEach(journal::append);
    }
    return path();
  }

  private static List<String> entriesOf(Path path) {
    List<String> entries = new ArrayList<>();
    Journal.open(path, entries::add).close();
    return entries;
  }

  private static int lastLineStart(byte[] whole) {
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    return text.lastIndexOf('\n', text.length() - 2) + 1;
  }
}
